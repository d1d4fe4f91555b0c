"""What units say of the reasons they choose from, and what happens to units by which decision, dated.

Revision ID: 20261130_units
Revises: 20261130_queue
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20261130_units"
down_revision: str | None = "20261130_queue"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = ("unit_reason", "unit_change")
GUARDS = {
    "sqlite": (
        (
            "CREATE TRIGGER {0}_no_update BEFORE UPDATE ON {0} "
            "BEGIN SELECT RAISE(ABORT, 'rows of {0} are never changed'); END"
        ),
        (
            "CREATE TRIGGER {0}_no_delete BEFORE DELETE ON {0} "
            "BEGIN SELECT RAISE(ABORT, 'rows of {0} are never removed'); END"
        ),
    ),
    "postgresql": (
        "CREATE TRIGGER {0}_no_change BEFORE UPDATE OR DELETE ON {0} FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER {0}_no_truncate BEFORE TRUNCATE ON {0} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    ),
}
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Add the tables; the catalogue's reasons hold everywhere until somebody says otherwise."""
    op.create_table(
        "unit_reason",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("use", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("words", JSON, nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", sa.String(length=400), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "use IN ('supplement', 'refuse', 'stop', 'extend', 'send_back')", name=op.f("ck_unit_reason_use")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_reason_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_reason")),
    )
    op.create_index("ix_unit_reason_unit_id", "unit_reason", ["unit_id", "use", "reason"])
    op.create_table(
        "unit_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("what", sa.String(length=80), nullable=False),
        sa.Column("before", JSON, nullable=False),
        sa.Column("after", JSON, nullable=False),
        sa.Column("decision", sa.String(length=400), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(length=400), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_change_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_change")),
    )
    op.create_index("ix_unit_change_unit_id", "unit_change", ["unit_id", "day"])
    for table in TABLES:
        for statement in GUARDS[op.get_bind().dialect.name]:
            op.execute(statement.format(table))


def downgrade() -> None:
    """Take the tables away."""
    for table in reversed(TABLES):
        op.drop_table(table)
