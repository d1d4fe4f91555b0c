"""What was asked for may be answered by a paper brought to the counter; a planned change of units may be taken back.

Revision ID: 20261130_thin
Revises: 20261130_reuse
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20261130_thin"
down_revision: str | None = "20261130_reuse"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Nothing that was asked for before was answered so, and no change that was planned before knows its act."""
    op.add_column("supplement_item", sa.Column("brought", JSON, server_default="{}", nullable=False))
    op.add_column("unit_change", sa.Column("act_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    """Forget which paper answered what, and which rows were one act; what was taken back stays taken back."""
    op.drop_column("unit_change", "act_id")
    with op.batch_alter_table("supplement_item") as table:
        table.drop_column("brought")
