"""Called afresh"""

import sqlalchemy as sa
from alembic import op

import db.models.base

revision = '0011'
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('tickets', sa.Column('called_afresh_at', db.models.base.UtcDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column('tickets', 'called_afresh_at')
