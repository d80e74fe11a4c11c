"""A repeated notice goes out once at each of its times"""

from alembic import op


revision = '0006'
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        'uq_broadcasts_repeats', 'broadcasts', ['repeats_id', 'send_at'], unique=True
    )


def downgrade() -> None:
    op.drop_index('uq_broadcasts_repeats', 'broadcasts')
