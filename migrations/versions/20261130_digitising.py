"""Files taken apart at the counter, and pages used again.

Revision ID: 20261130_digitising
Revises: 20261129_trust
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "20261130_digitising"
down_revision: str | None = "20261129_trust"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Add the tables; nothing was digitised at a counter before."""
    op.create_table(
        "digitised_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("official_id", sa.Uuid(), nullable=False),
        sa.Column("official_name", sa.String(length=400), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=80), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digitised_file")),
    )
    op.create_table(
        "digitised_page",
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("turns", sa.Integer(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("top", sa.Integer(), nullable=False),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.Column("bottom", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["digitised_file.id"], name=op.f("fk_digitised_page_file_id_digitised_file")),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_digitised_page")),
    )
    op.create_index(op.f("ix_digitised_page_file_id"), "digitised_page", ["file_id"])
    op.create_table(
        "reused_page",
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("from_attachment_id", sa.Uuid(), nullable=False),
        sa.Column("from_dossier_id", sa.Uuid(), nullable=False),
        sa.Column("from_code", sa.String(length=80), nullable=False),
        sa.Column("from_paper", sa.String(length=80), nullable=False),
        sa.Column("paper", sa.String(length=80), nullable=False),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("compared_by", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("official_id", sa.Uuid(), nullable=False),
        sa.Column("official_name", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["from_dossier_id"], ["dossier.id"], name=op.f("fk_reused_page_from_dossier_id_dossier")),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_reused_page")),
    )
    op.create_index("ix_reused_page_dossier", "reused_page", ["from_dossier_id"])


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("reused_page")
    op.drop_table("digitised_page")
    op.drop_table("digitised_file")
