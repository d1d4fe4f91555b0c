"""Titles and numbers that units set, printed sheets, files that were asked for, void papers, numbers to search by.

Revision ID: 20261129_registers
Revises: 20261129_administration
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20261129_registers"
down_revision: str | None = "20261129_administration"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Add the tables and columns; every number given so far is made findable."""
    op.create_table(
        "letter_style",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("level", sa.String(length=80), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("form", sa.String(length=80), nullable=False),
        sa.Column("basis", sa.String(length=400), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("mark", sa.String(length=40), nullable=False),
        sa.Column("shape", sa.String(length=60), nullable=False),
        sa.Column("legal_ref", sa.String(length=400), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_letter_style_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_style")),
    )
    op.create_index("ix_letter_style_unit", "letter_style", ["unit_id", "kind", "from_day"])
    op.create_table(
        "printed_sheet",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=True),
        sa.Column("dossier_version", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("chosen", JSON, nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_printed_sheet_unit_id_unit")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_printed_sheet_dossier_id_dossier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printed_sheet")),
    )
    op.create_index("ix_printed_sheet_unit", "printed_sheet", ["unit_id", "kind", "made_at"])
    op.create_index("ix_printed_sheet_dossier", "printed_sheet", ["dossier_id", "dossier_version"])
    op.create_table(
        "export",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("what", sa.String(length=80), nullable=False),
        sa.Column("format", sa.String(length=80), nullable=False),
        sa.Column("chosen", JSON, nullable=False),
        sa.Column("state", sa.String(length=80), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'ready', 'cancelled', 'failed')", name=op.f("ck_export_state")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_export_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export")),
    )
    op.create_index("ix_export_person", "export", ["person_id", "created_at"])
    op.create_index("ix_export_until", "export", ["until"])
    op.add_column("document", sa.Column("void", JSON, nullable=True))
    op.add_column("document", sa.Column("number_key", sa.String(length=80), nullable=True))
    op.create_index(op.f("ix_document_number_key"), "document", ["number_key"])
    op.add_column("dossier", sa.Column("number_key", sa.String(length=40), nullable=True))
    op.create_index(op.f("ix_dossier_number_key"), "dossier", ["number_key"])
    op.create_index("ix_dossier_register", "dossier", ["unit_id", "received_at"])
    _fill("dossier", "official_number")
    _fill("document", "number")


def _fill(table: str, column: str) -> None:
    """The same as app.core.ids.number_key gives today; kept here, for a migration never changes."""
    rows = op.get_bind().execute(sa.text(f"SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL")).all()
    found = [{"id": row[0], "key": _key(row[1])} for row in rows]
    if found:
        op.get_bind().execute(sa.text(f"UPDATE {table} SET number_key = :key WHERE id = :id"), found)


def _key(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return re.sub("[^0-9a-z]", "", plain.replace("đ", "d"))


def downgrade() -> None:
    """Take them away again."""
    op.drop_index("ix_dossier_register", "dossier")
    op.drop_index(op.f("ix_dossier_number_key"), "dossier")
    op.drop_column("dossier", "number_key")
    op.drop_index(op.f("ix_document_number_key"), "document")
    op.drop_column("document", "number_key")
    op.drop_column("document", "void")
    op.drop_table("export")
    op.drop_table("printed_sheet")
    op.drop_table("letter_style")
