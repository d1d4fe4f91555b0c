"""Marks of what commands did, the executor's sign of life, and since when a job fails.

Revision ID: 20261130_house
Revises: 20261130_account
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20261130_house"
down_revision: str | None = "20261130_account"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

GUARDS = {
    "sqlite": (
        "CREATE TRIGGER mark_no_update BEFORE UPDATE ON mark "
        "BEGIN SELECT RAISE(ABORT, 'rows of mark are never changed'); END",
        "CREATE TRIGGER mark_no_delete BEFORE DELETE ON mark "
        "BEGIN SELECT RAISE(ABORT, 'rows of mark are never removed'); END",
    ),
    "postgresql": (
        "CREATE TRIGGER mark_no_change BEFORE UPDATE OR DELETE ON mark FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER mark_no_truncate BEFORE TRUNCATE ON mark FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    ),
}
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Add the tables; what was done before has no mark, and the state says so until it is done again."""
    op.create_table(
        "mark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("ok", sa.Boolean(), nullable=False),
        sa.Column("host", sa.String(length=80), nullable=False),
        sa.Column("said", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark")),
    )
    op.create_index("ix_mark_kind", "mark", ["kind", "at"])
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)
    op.create_table(
        "job_executor",
        sa.Column("host", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_job_executor")),
    )
    op.add_column("job", sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("job", "failing_since")
    op.drop_table("job_executor")
    op.drop_table("mark")
