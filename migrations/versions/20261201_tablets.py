"""The tablets at the door: which are paired with a waiting room, and which codes wait for one.

Revision ID: 20261201_tablets
Revises: 20261130_thin
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "20261201_tablets"
down_revision: str | None = "20261130_thin"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the table; a tablet that gave numbers before is paired by a code now."""
    op.create_table(
        "queue_tablet",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("code_until", MOMENT, nullable=False),
        sa.Column("offered_by", sa.String(length=400), nullable=False),
        sa.Column("offered_by_id", sa.Uuid(), nullable=True),
        sa.Column("offered_at", MOMENT, nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=True),
        sa.Column("paired_at", MOMENT, nullable=True),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(key_hash IS NULL) = (paired_at IS NULL)", name=op.f("ck_queue_tablet_paired_with_key")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_queue_tablet_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_tablet")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_queue_tablet_key_hash")),
        sa.UniqueConstraint("unit_id", "code_hash", name=op.f("uq_queue_tablet_unit_id_code_hash")),
    )


def downgrade() -> None:
    """Take the table away; the door gives numbers to anybody again."""
    op.drop_table("queue_tablet")
