"""Who does what by rule, who is away, when people are reminded, and tasks for named people.

Revision ID: 20261129_duties
Revises: 20261129_process
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20261129_duties"
down_revision: str | None = "20261129_process"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
KINDS = "'given', 'taken', 'remind', 'remind_lead', 'apologise', 'overdue', 'quiet', 'no_owner', 'no_date'"


def _made() -> list[sa.Column[str]]:
    return [
        sa.Column("made_by", sa.String(length=400), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    ]


def upgrade() -> None:
    """Add four tables, and a way to count what lies with somebody."""
    op.create_table(
        "duty_rule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("permission", sa.String(length=40), nullable=True),
        sa.Column("procedure_code", sa.String(length=80), nullable=True),
        sa.Column("village", sa.String(length=200), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        *_made(),
        sa.CheckConstraint(
            "permission IS NOT NULL OR procedure_code IS NOT NULL OR village IS NOT NULL",
            name=op.f("ck_duty_rule_names_something"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_duty_rule_unit_id_unit")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_duty_rule_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_rule")),
    )
    op.create_index(op.f("ix_duty_rule_unit_id"), "duty_rule", ["unit_id"])
    op.create_table(
        "absence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("handed", JSON, nullable=False),
        *_made(),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("until >= since", name=op.f("ck_absence_ends_after_it_begins")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_absence_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index(op.f("ix_absence_person_id"), "absence", ["person_id"])
    op.create_table(
        "duty_timing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("remind_hours", sa.Integer(), nullable=False),
        sa.Column("lead_hours", sa.Integer(), nullable=False),
        sa.Column("quiet_hours", sa.Integer(), nullable=False),
        *_made(),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_duty_timing_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_timing")),
    )
    op.create_index(op.f("ix_duty_timing_unit_id"), "duty_timing", ["unit_id"])
    op.create_table(
        "duty_task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("about", sa.DateTime(timezone=True), nullable=True),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(length=400), nullable=True),
        sa.Column("note", sa.String(length=2000), nullable=True),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_duty_task_kind")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_duty_task_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_task")),
        sa.UniqueConstraint("key", name=op.f("uq_duty_task_key")),
    )
    op.create_index("ix_duty_task_person", "duty_task", ["person_id", "done_at"])
    op.create_index("ix_duty_task_dossier", "duty_task", ["dossier_id", "done_at"])
    op.create_index("ix_dossier_holder", "dossier", ["holder_id", "closed_at"])


def downgrade() -> None:
    """Take them away again."""
    op.drop_index("ix_dossier_holder", "dossier")
    for name in ("duty_task", "duty_timing", "absence", "duty_rule"):
        op.drop_table(name)
