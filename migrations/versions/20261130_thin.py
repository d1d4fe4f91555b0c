"""What was asked for may be answered by a paper that is brought to the counter.

Revision ID: 20261130_thin
Revises: 20261130_house
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20261130_thin"
down_revision: str | None = "20261130_house"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Nothing that was asked for before was answered so."""
    op.add_column("supplement_item", sa.Column("brought", JSON, server_default="{}", nullable=False))


def downgrade() -> None:
    """Forget which paper answered what; the pages and the dossier's history stay."""
    with op.batch_alter_table("supplement_item") as table:
        table.drop_column("brought")
