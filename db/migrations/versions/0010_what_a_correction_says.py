"""What a correction says"""

import sqlalchemy as sa
from alembic import op


revision = '0010'
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('broadcasts', sa.Column('prepared', sa.Enum('over', 'moved', 'error', name='prepared', native_enum=False, length=32), nullable=True))


def downgrade() -> None:
    op.drop_column('broadcasts', 'prepared')
