"""Know the browser a device lives in, and what it last said it held.

Revision ID: 20261128_what_browsers_hold
Revises: 20261128_draft_copies
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '20261128_what_browsers_hold'
down_revision = '20261128_draft_copies'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        'browser',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('token_hash', sa.String(length=64), nullable=False),
        sa.Column('first_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_browser')),
        sa.UniqueConstraint('token_hash', name=op.f('uq_browser_token_hash')),
    )
    with op.batch_alter_table('device', schema=None) as batch_op:
        batch_op.add_column(sa.Column('browser_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('followed_by', sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f('ix_device_browser_id'), ['browser_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_device_browser_id_browser'), 'browser', ['browser_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_device_followed_by_device'), 'device', ['followed_by'], ['id'])
    op.create_table(
        'device_state',
        sa.Column('device_id', sa.Uuid(), nullable=False),
        sa.Column('principal', sa.String(length=80), nullable=False),
        sa.Column('drafts', sa.Integer(), nullable=False),
        sa.Column('unsent', sa.Integer(), nullable=False),
        sa.Column('oldest', sa.DateTime(timezone=True), nullable=True),
        sa.Column('installed', sa.Boolean(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['device_id'], ['device.id'], name=op.f('fk_device_state_device_id_device')),
        sa.PrimaryKeyConstraint('device_id', 'principal', name=op.f('pk_device_state')),
    )
    with op.batch_alter_table('device_state', schema=None) as batch_op:
        batch_op.create_index('ix_device_state_principal', ['principal', 'at'], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_table('device_state')
    with op.batch_alter_table('device', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_device_followed_by_device'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_device_browser_id_browser'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_device_browser_id'))
        batch_op.drop_column('followed_by')
        batch_op.drop_column('browser_id')
    op.drop_table('browser')
