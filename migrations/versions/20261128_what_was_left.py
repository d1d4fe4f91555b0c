"""Let a tombstone keep the text that whoever ended the draft had not seen.

Revision ID: 20261128_what_was_left
Revises: 20261128_authority
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "20261128_what_was_left"
down_revision: str | None = "20261128_authority"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NAME = "ck_draft_copy_text_until_gone"


def upgrade() -> None:
    """A copy that lives has its text; one that is gone may have what was left of it."""
    with op.batch_alter_table("draft_copy") as batch:
        batch.drop_constraint(op.f(NAME), type_="check")
        batch.create_check_constraint(op.f(NAME), "gone_at IS NOT NULL OR text IS NOT NULL")


def downgrade() -> None:
    """What was left goes: the older release knows no tombstone with a text."""
    op.execute(sa.text("UPDATE draft_copy SET text = NULL, size = 0 WHERE gone_at IS NOT NULL"))
    with op.batch_alter_table("draft_copy") as batch:
        batch.drop_constraint(op.f(NAME), type_="check")
        batch.create_check_constraint(op.f(NAME), "(gone_at IS NULL) = (text IS NOT NULL)")
