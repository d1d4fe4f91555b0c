"""The waiting room: what units set, numbers of a day, appointments; a sitting knows its number.

Revision ID: 20261130_queue
Revises: 20261130_handover
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20261130_queue"
down_revision: str | None = "20261130_handover"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables; nobody waited with a number before."""
    _rules()
    _tickets()
    _acts()
    _bookings()
    with op.batch_alter_table("sitting") as table:
        table.add_column(sa.Column("ticket_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(
            op.f("fk_sitting_ticket_id_queue_ticket"), "queue_ticket", ["ticket_id"], ["id"]
        )


def _rules() -> None:
    op.create_table(
        "queue_rule",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("recorded_by", sa.String(length=400), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_queue_rule_unit_id_unit")),
        sa.PrimaryKeyConstraint("unit_id", "valid_from", name=op.f("pk_queue_rule")),
    )
    op.create_table(
        "queue_day",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("numbers", JSON, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_queue_day_unit_id_unit")),
        sa.PrimaryKeyConstraint("unit_id", "day", name=op.f("pk_queue_day")),
    )


def _tickets() -> None:
    op.create_table(
        "queue_ticket",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("prefix", sa.String(length=2), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=80), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("priority", sa.Boolean(), nullable=False),
        sa.Column("back", sa.Boolean(), nullable=False),
        sa.Column("slot", MOMENT, nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("point", sa.String(length=20), nullable=True),
        sa.Column("taken_at", MOMENT, nullable=False),
        sa.Column("called_at", MOMENT, nullable=True),
        sa.Column("serving_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'called', 'serving', 'served', 'absent', 'left')", name=op.f("ck_queue_ticket_state")
        ),
        sa.CheckConstraint("source IN ('door', 'desk', 'booking')", name=op.f("ck_queue_ticket_source")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_queue_ticket_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_ticket")),
        sa.UniqueConstraint(
            "unit_id", "day", "prefix", "number", name=op.f("uq_queue_ticket_unit_id_day_prefix_number")
        ),
    )
    op.create_index("ix_queue_ticket_state", "queue_ticket", ["unit_id", "day", "state"])


def _acts() -> None:
    op.create_table(
        "queue_act",
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=80), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("point", sa.String(length=20), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["queue_ticket.id"], name=op.f("fk_queue_act_ticket_id_queue_ticket")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_queue_act_unit_id_unit")),
        sa.PrimaryKeyConstraint("op_id", name=op.f("pk_queue_act")),
    )
    op.create_index("ix_queue_act_day", "queue_act", ["unit_id", "day", "what"])


def _bookings() -> None:
    op.create_table(
        "queue_booking",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("slot", MOMENT, nullable=False),
        sa.Column("state", sa.String(length=80), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("procedure_code", sa.String(length=40), nullable=True),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'cancelled', 'arrived', 'missed')", name=op.f("ck_queue_booking_state")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["queue_ticket.id"], name=op.f("fk_queue_booking_ticket_id_queue_ticket")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_queue_booking_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_booking")),
        sa.UniqueConstraint("unit_id", "code", name=op.f("uq_queue_booking_unit_id_code")),
    )
    op.create_index("ix_queue_booking_slot", "queue_booking", ["unit_id", "day", "state"])
    is_open = sa.text("state = 'open'")
    op.create_index(
        "ix_queue_booking_holder",
        "queue_booking",
        ["unit_id", "kind", "holder"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def downgrade() -> None:
    """Take them away again."""
    with op.batch_alter_table("sitting") as table:
        table.drop_constraint(op.f("fk_sitting_ticket_id_queue_ticket"), type_="foreignkey")
        table.drop_column("ticket_id")
    for table_name in ("queue_booking", "queue_act", "queue_ticket", "queue_day", "queue_rule"):
        op.drop_table(table_name)
