"""Second proofs of staff, what is decided about their sign-in, and how long their sessions rest.

Revision ID: 20261129_trust
Revises: 20261129_sittings
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20261129_trust"
down_revision: str | None = "20261129_sittings"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
SQLITE = (
    "CREATE TRIGGER {0}_no_update BEFORE UPDATE ON {0} "
    "BEGIN SELECT RAISE(ABORT, 'rows of {0} are never changed'); END",
    "CREATE TRIGGER {0}_no_delete BEFORE DELETE ON {0} "
    "BEGIN SELECT RAISE(ABORT, 'rows of {0} are never removed'); END",
)
POSTGRESQL = (
    "CREATE TRIGGER {0}_no_change BEFORE UPDATE OR DELETE ON {0} FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER {0}_no_truncate BEFORE TRUNCATE ON {0} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
)


def upgrade() -> None:
    """Add the tables; sessions that are open go on as they were, but for those that now need a second proof."""
    op.add_column("session", sa.Column("idle_minutes", sa.Integer(), nullable=True))
    op.add_column("session", sa.Column("proven_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("account", sa.Column("id_number", sa.String(length=12), nullable=True))
    with op.batch_alter_table("account") as batch:
        batch.create_unique_constraint(batch.f("uq_account_id_number"), ["id_number"])
    op.create_table(
        "vneid_attempt",
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("nonce", sa.String(length=80), nullable=False),
        sa.Column("verifier", sa.String(length=80), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("browser_hash", sa.String(length=64), nullable=True),
        sa.Column("taken", JSON, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_vneid_attempt_device_id_device")),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_vneid_attempt")),
    )
    op.create_index(op.f("ix_vneid_attempt_expires_at"), "vneid_attempt", ["expires_at"])
    op.create_table(
        "staff_policy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=True),
        sa.Column("second_factor", sa.Boolean(), nullable=True),
        sa.Column("proof_minutes", sa.Integer(), nullable=True),
        sa.Column("idle_minutes", sa.Integer(), nullable=True),
        sa.Column("day_minutes", sa.Integer(), nullable=True),
        sa.Column("by_vneid", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(length=400), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_staff_policy_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_policy")),
    )
    op.create_table(
        "second_factor",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.String(length=400), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiting", sa.String(length=400), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_second_factor_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_person_id"), "recovery_code", ["person_id"])
    op.create_table(
        "factor_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=80), nullable=False),
        sa.Column("by_person_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(length=400), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_factor_event_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factor_event")),
    )
    op.create_index(op.f("ix_factor_event_person_id"), "factor_event", ["person_id"])
    for statement in POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE:
        op.execute(statement.format("factor_event"))


def downgrade() -> None:
    """Take them away again."""
    for table in ("factor_event", "recovery_code", "second_factor", "staff_policy"):
        op.drop_table(table)
    op.drop_table("vneid_attempt")
    with op.batch_alter_table("account") as batch:
        batch.drop_constraint(batch.f("uq_account_id_number"), type_="unique")
        batch.drop_column("id_number")
    op.drop_column("session", "proven_at")
    op.drop_column("session", "idle_minutes")
