"""The office's workbench: words to find dossiers by, filters, labels, notes, snippets, pairs found to be two.

Revision ID: 20261129_workbench
Revises: 20261129_duties
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20261129_workbench"
down_revision: str | None = "20261129_duties"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
BATCH = 1_000
LIGHT = [
    *("unit_id", "id", "state", "procedure_code", "channel", "submitted_at", "complete_at", "due_at"),
    *("holder_id", "helper_id", "files_missing", "flags", "step", "procedure_version_id"),
]


def upgrade() -> None:
    """Add the tables, and write down by which words the dossiers that are here are found."""
    _finding()
    _lists()
    _on_dossiers()
    _write_words()


def _finding() -> None:
    op.create_table(
        "dossier_word",
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_dossier_word_dossier_id_dossier")),
        sa.PrimaryKeyConstraint("dossier_id", "word", name=op.f("pk_dossier_word")),
    )
    op.create_index("ix_dossier_word_word", "dossier_word", ["word", "dossier_id"])
    is_open = sa.text("closed_at IS NULL")
    op.create_index("ix_dossier_open", "dossier", LIGHT, sqlite_where=is_open, postgresql_where=is_open)
    unsettled = sa.text("voided_at IS NULL AND receipt_number IS NULL")
    op.create_index(
        "ix_charge_unsettled", "charge", ["unit_id"], sqlite_where=unsettled, postgresql_where=unsettled
    )
    op.create_index("ix_dossier_closed", "dossier", ["unit_id", "closed_at", "id"])


def _lists() -> None:
    op.create_table(
        "saved_filter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("asked", JSON, nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_filter_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_saved_filter_person_id_name")),
    )
    op.create_table(
        "label",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("colour", sa.String(length=80), nullable=False),
        sa.Column("retired_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "colour IN ('red', 'amber', 'green', 'blue', 'dark', 'grey')", name=op.f("ck_label_colour")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_label_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_label")),
    )
    op.create_index("ix_label_unit", "label", ["unit_id"])
    op.create_table(
        "snippet",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_snippet_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_snippet_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snippet")),
    )
    op.create_index("ix_snippet_person", "snippet", ["person_id"])
    op.create_index("ix_snippet_unit", "snippet", ["unit_id"])


def _on_dossiers() -> None:
    op.create_table(
        "dossier_label",
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("label_id", sa.Uuid(), nullable=False),
        sa.Column("put_by", sa.String(length=200), nullable=False),
        sa.Column("put_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_dossier_label_dossier_id_dossier")),
        sa.ForeignKeyConstraint(["label_id"], ["label.id"], name=op.f("fk_dossier_label_label_id_label")),
        sa.PrimaryKeyConstraint("dossier_id", "label_id", name=op.f("pk_dossier_label")),
    )
    op.create_index("ix_dossier_label_label", "dossier_label", ["label_id"])
    op.create_table(
        "office_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("struck_by", sa.String(length=200), nullable=True),
        sa.Column("struck_at", MOMENT, nullable=True),
        sa.Column("struck_reason", sa.String(length=2000), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_office_note_dossier_id_dossier")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_office_note_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_note")),
    )
    op.create_index("ix_office_note_dossier", "office_note", ["dossier_id"])
    op.create_table(
        "kept_apart",
        sa.Column("one_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["one_id"], ["dossier.id"], name=op.f("fk_kept_apart_one_id_dossier")),
        sa.ForeignKeyConstraint(["other_id"], ["dossier.id"], name=op.f("fk_kept_apart_other_id_dossier")),
        sa.PrimaryKeyConstraint("one_id", "other_id", name=op.f("pk_kept_apart")),
    )


def _words(*texts: str | None) -> list[str]:
    """As the program did when this was written; what it does later it writes down itself."""
    found: list[str] = []
    for text in texts:
        plain = unicodedata.normalize("NFD", (text or "").lower())
        plain = "".join(each for each in plain if unicodedata.category(each) != "Mn").replace("đ", "d")
        found += [word[:40] for word in re.findall(r"[^\W_]+", plain)]
    return list(dict.fromkeys(found))


def _write_words() -> None:
    dossier = sa.table(
        "dossier",
        sa.column("id", sa.Uuid()),
        sa.column("search_text", sa.String()),
        sa.column("local_code", sa.String()),
        sa.column("official_number", sa.String()),
    )
    word = sa.table("dossier_word", sa.column("dossier_id", sa.Uuid()), sa.column("word", sa.String()))
    connection = op.get_bind()
    rows = connection.execute(sa.select(dossier)).mappings()
    while some := rows.fetchmany(BATCH):
        made = [
            {"dossier_id": row["id"], "word": each}
            for row in some
            for each in _words(row["search_text"], row["local_code"], row["official_number"])
        ]
        if made:
            connection.execute(sa.insert(word), made)


def downgrade() -> None:
    """Take them away again."""
    for table in ("kept_apart", "office_note", "dossier_label", "snippet", "label", "saved_filter", "dossier_word"):
        op.drop_table(table)
    op.drop_index("ix_charge_unsettled", "charge")
    op.drop_index("ix_dossier_closed", "dossier")
    op.drop_index("ix_dossier_open", "dossier")
