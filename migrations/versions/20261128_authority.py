"""Who may speak for whom: closed accounts, lost phones, work that waits for an officer, why a view ended.

Revision ID: 20261128_authority
Revises: 20261128_what_browsers_hold
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "20261128_authority"
down_revision: str | None = "20261128_what_browsers_hold"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Add what is new; what was closed before stays without its moment, and all that was made then is looked at."""
    with op.batch_alter_table("account") as batch:
        batch.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("device") as batch:
        batch.add_column(sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("dossier_access") as batch:
        batch.add_column(sa.Column("why", sa.String(length=20), nullable=True))
    op.create_table(
        "device_block",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_person_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(length=400), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=400), nullable=True),
        sa.Column("ended_reason", sa.String(length=2000), nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_device_block_device_id_device")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_block")),
    )
    op.create_index(op.f("ix_device_block_device_id"), "device_block", ["device_id"])
    op.create_table(
        "quarantine",
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("principal", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("author_name", sa.String(length=400), nullable=False),
        sa.Column("carrier", sa.String(length=80), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=True),
        sa.Column("mandate_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_name", sa.String(length=400), nullable=True),
        sa.Column("reason", sa.String(length=2000), nullable=True),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decision IS NULL)", name=op.f("ck_quarantine_decided_with_decision")
        ),
        sa.ForeignKeyConstraint(["op_id"], ["operation.op_id"], name=op.f("fk_quarantine_op_id_operation")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_quarantine_unit_id_unit")),
        sa.PrimaryKeyConstraint("op_id", name=op.f("pk_quarantine")),
    )
    op.create_index("ix_quarantine_unit", "quarantine", ["unit_id", "decided_at"])
    op.create_index("ix_quarantine_person", "quarantine", ["person_id"])
    op.create_index("ix_quarantine_dossier", "quarantine", ["dossier_id"])
    op.create_table(
        "quarantine_file",
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("paper", sa.String(length=80), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["op_id"], ["quarantine.op_id"], name=op.f("fk_quarantine_file_op_id_quarantine")),
        sa.PrimaryKeyConstraint("op_id", "attachment_id", name=op.f("pk_quarantine_file")),
    )
    op.create_index("ix_quarantine_file_attachment", "quarantine_file", ["attachment_id"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("quarantine_file")
    op.drop_table("quarantine")
    op.drop_table("device_block")
    with op.batch_alter_table("dossier_access") as batch:
        batch.drop_column("why")
    with op.batch_alter_table("device") as batch:
        batch.drop_column("blocked_at")
    with op.batch_alter_table("account") as batch:
        batch.drop_column("closed_at")
