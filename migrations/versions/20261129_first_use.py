"""A session says what it does not take over, until it is used for the first time.

Revision ID: 20261129_first_use
Revises: 20261129_stumbles
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20261129_first_use"
down_revision: str | None = "20261129_stumbles"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Add the column; who signed in before has taken everything over at once."""
    with op.batch_alter_table("session") as batch:
        batch.add_column(sa.Column("leaves", JSON, nullable=False, server_default="[]"))
    with op.batch_alter_table("session") as batch:
        batch.alter_column("leaves", server_default=None)


def downgrade() -> None:
    """Take it away again."""
    with op.batch_alter_table("session") as batch:
        batch.drop_column("leaves")
