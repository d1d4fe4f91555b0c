"""What administrators changed and what became of second factors joins the chain: the pass over everything comes at once.

Revision ID: 20261130_trusted
Revises: 20261130_units
"""

from __future__ import annotations

from collections.abc import Sequence

from alembic import op

revision: str = "20261130_trusted"
down_revision: str | None = "20261130_units"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Let the executor seal rows of any age at its next start, not at the end of the day."""
    op.execute("DELETE FROM job WHERE key = 'every:chain.seal_everything'")


def downgrade() -> None:
    """Nothing was changed in any table; links of the two logs stay, and the release before calls them unknown."""
