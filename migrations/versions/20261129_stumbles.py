"""Count at which operations the server stumbles, so that an officer sees them.

Revision ID: 20261129_stumbles
Revises: 20261128_what_was_left
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "20261129_stumbles"
down_revision: str | None = "20261128_what_was_left"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Add the table; nothing was counted before."""
    op.create_table(
        "stumble",
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("author_name", sa.String(length=400), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=True),
        sa.Column("procedure_code", sa.String(length=40), nullable=True),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_stumble_unit_id_unit")),
        sa.PrimaryKeyConstraint("op_id", name=op.f("pk_stumble")),
    )
    op.create_index("ix_stumble_unit", "stumble", ["unit_id", "last_at"])
    op.create_index("ix_stumble_person", "stumble", ["person_id"])
    op.create_index("ix_stumble_device", "stumble", ["device_id"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("stumble")
