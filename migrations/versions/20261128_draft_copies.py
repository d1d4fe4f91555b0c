"""Keep copies of drafts, and which pages they name.

Revision ID: 20261128_draft_copies
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261128_draft_copies"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "draft_copy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("principal", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=True),
        sa.Column("mandate_id", sa.Uuid(), nullable=True),
        sa.Column("procedure_code", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("device_label", sa.String(length=400), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gone_reason", sa.String(length=20), nullable=True),
        sa.CheckConstraint("(gone_at IS NULL) = (gone_reason IS NULL)", name=op.f("ck_draft_copy_gone_for_a_reason")),
        sa.CheckConstraint("(gone_at IS NULL) = (text IS NOT NULL)", name=op.f("ck_draft_copy_text_until_gone")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_copy")),
    )
    with op.batch_alter_table("draft_copy", schema=None) as batch_op:
        batch_op.create_index("ix_draft_copy_age", ["gone_at", "saved_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_draft_copy_dossier_id"), ["dossier_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_draft_copy_mandate_id"), ["mandate_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_draft_copy_principal"), ["principal"], unique=False)
    op.create_table(
        "draft_copy_file",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["draft_copy.id"], name=op.f("fk_draft_copy_file_draft_id_draft_copy"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("draft_id", "attachment_id", name=op.f("pk_draft_copy_file")),
    )
    with op.batch_alter_table("draft_copy_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_copy_file_attachment_id"), ["attachment_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_table("draft_copy_file")
    op.drop_table("draft_copy")
