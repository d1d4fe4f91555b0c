"""Event log and access record are only ever added to, the database sees to it, and a chain holds them in place.

Revision ID: 20261129_chain
Revises: 20261129_supplements
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "20261129_chain"
down_revision: str | None = "20261129_supplements"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = ("dossier_event", "access_record", "audit_link")
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
REFUSE = (
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "RAISE EXCEPTION USING MESSAGE = 'rows of ' || TG_TABLE_NAME || ' are never changed or removed'; END $$"
)


def upgrade() -> None:
    """Add the chain and the guards; what stands already is sealed by the executor's first pass."""
    op.create_index(op.f("ix_dossier_event_at"), "dossier_event", ["at"])
    op.create_index(op.f("ix_access_record_at"), "access_record", ["at"])
    op.create_table(
        "audit_link",
        sa.Column("n", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("form", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("row_sha256", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_audit_link")),
        sa.UniqueConstraint("row_id", "row_version", "kind", name=op.f("uq_audit_link_row_id_row_version_kind")),
    )
    op.create_index(op.f("ix_audit_link_at"), "audit_link", ["at", "n"])
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.execute(REFUSE)
    for table in TABLES:
        for statement in POSTGRESQL if postgresql else SQLITE:
            op.execute(statement.format(table))


def downgrade() -> None:
    """Take chain and guards away; nothing that was written goes."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in TABLES[:2]:
        for name in ("no_change", "no_truncate") if postgresql else ("no_update", "no_delete"):
            op.execute(f"DROP TRIGGER {table}_{name}" + (f" ON {table}" if postgresql else ""))
    op.drop_table("audit_link")
    if postgresql:
        op.execute("DROP FUNCTION refuse_change()")
    op.drop_index(op.f("ix_access_record_at"), "access_record")
    op.drop_index(op.f("ix_dossier_event_at"), "dossier_event")
