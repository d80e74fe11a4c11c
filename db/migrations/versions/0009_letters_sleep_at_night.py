"""Letters sleep at night"""

import sqlalchemy as sa
from alembic import op


revision = '0009'
down_revision = "0008"
branch_labels = None
depends_on = None

_ASLEEP = sa.text("state = 'asleep'")


def upgrade() -> None:
    op.create_index(
        'ix_outbox_asleep',
        'outbox',
        ['not_before'],
        sqlite_where=_ASLEEP,
        postgresql_where=_ASLEEP,
    )


def downgrade() -> None:
    # Who sends by the older version looks for what is pending.
    op.execute("UPDATE outbox SET state = 'pending' WHERE state = 'asleep'")
    op.drop_index('ix_outbox_asleep', table_name='outbox')
