"""A password that somebody else gave is good once and for some days, and the session it opened waits for an own one.

Revision ID: 20261130_account
Revises: 20261130_trusted
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "20261130_account"
down_revision: str | None = "20261130_trusted"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Add the marks; whoever has a password already keeps it as her own."""
    op.add_column("account", sa.Column("password_given_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("staff_policy", sa.Column("given_days", sa.Integer(), nullable=True))
    with op.batch_alter_table("session") as batch:
        batch.add_column(sa.Column("must_choose", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("session") as batch:
        batch.alter_column("must_choose", server_default=None)


def downgrade() -> None:
    """Take the marks away."""
    for table, column in (("session", "must_choose"), ("staff_policy", "given_days"), ("account", "password_given_at")):
        with op.batch_alter_table(table) as batch:
            batch.drop_column(column)
