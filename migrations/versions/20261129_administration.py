"""Days, years and hours that administrators set, and the record of what they changed.

Revision ID: 20261129_administration
Revises: 20261129_unit_catalogue
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20261129_administration"
down_revision: str | None = "20261129_unit_catalogue"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

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
    """Add the tables; nothing was set before."""
    op.create_table(
        "calendar_day",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("document", sa.String(length=80), nullable=True),
        sa.Column("document_date", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(length=400), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('holiday', 'compensation', 'swap_off', 'swap_work', 'workday')", name=op.f("ck_calendar_day_kind")
        ),
        sa.CheckConstraint(
            "kind <> 'workday' OR unit_id IS NULL",
            name=op.f("ck_calendar_day_only_a_day_of_the_country_is_taken_back"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_calendar_day_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day")),
    )
    op.create_index("ix_calendar_day_unit_id", "calendar_day", ["unit_id", "day"], unique=True)
    op.create_index(
        "ix_calendar_day_country",
        "calendar_day",
        ["day"],
        unique=True,
        sqlite_where=sa.text("unit_id IS NULL"),
        postgresql_where=sa.text("unit_id IS NULL"),
    )
    op.create_table(
        "calendar_notice",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("status", sa.String(length=80), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("document", sa.String(length=80), nullable=True),
        sa.Column("document_date", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(length=400), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('published', 'estimated')", name=op.f("ck_calendar_notice_status")),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_calendar_notice")),
    )
    op.create_table(
        "unit_hours",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("hours", JSON, nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("recorded_by", sa.String(length=400), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_hours_unit_id_unit")),
        sa.PrimaryKeyConstraint("unit_id", "valid_from", name=op.f("pk_unit_hours")),
    )
    op.create_table(
        "admin_record",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("by", sa.String(length=400), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("object_id", sa.String(length=80), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("what", sa.String(length=80), nullable=False),
        sa.Column("before", JSON, nullable=False),
        sa.Column("after", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admin_record")),
    )
    op.create_index("ix_admin_record_object", "admin_record", ["kind", "object_id", "at"])
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement.format("admin_record"))


def downgrade() -> None:
    """Take them away again."""
    for table in ("admin_record", "unit_hours", "calendar_notice", "calendar_day"):
        op.drop_table(table)
