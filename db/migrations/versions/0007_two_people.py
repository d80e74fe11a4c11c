"""Two people for what matters most; what a letter changes once it goes out"""

import sqlalchemy as sa
from alembic import op

import db.models.base


revision = '0007'
down_revision = "0006"
branch_labels = None
depends_on = None


def _add_reference(table: str, column: str, target: str) -> None:
    """A column that points at another table, added in place: see 0004."""
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN {column} INTEGER "
        f"CONSTRAINT fk_{table}_{column} REFERENCES {target} (id)"
    )


def upgrade() -> None:
    _add_reference('occurrences', 'submitted_by', 'people')
    op.add_column('broadcasts', sa.Column('framed', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute(sa.text(
        "UPDATE broadcasts SET framed = true WHERE author_id IS NOT NULL AND corrects_id IS NULL "
        "AND (meeting_id IS NOT NULL OR id IN (SELECT broadcast_id FROM incidents WHERE kind = 'works'))"
    ))
    op.create_table('amendments',
    sa.Column('broadcast_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=True),
    sa.Column('works_id', sa.Integer(), nullable=True),
    sa.Column('becomes', sa.Enum('moved', 'called_off', name='becomes', native_enum=False, length=32), nullable=False),
    sa.Column('starts_at', db.models.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('ends_at', db.models.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('place', sa.String(), nullable=True),
    sa.Column('urgent', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('came_true_at', db.models.base.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['broadcast_id'], ['broadcasts.id'], name=op.f('fk_amendments_broadcast_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meetings.id'], name=op.f('fk_amendments_meeting_id')),
    sa.ForeignKeyConstraint(['works_id'], ['incidents.id'], name=op.f('fk_amendments_works_id')),
    sa.PrimaryKeyConstraint('broadcast_id', name=op.f('pk_amendments'))
    )
    op.drop_column('incidents', 'words')


def downgrade() -> None:
    op.add_column('incidents', sa.Column('words', sa.JSON(), nullable=True))
    op.execute(sa.text(
        "UPDATE incidents SET words = (SELECT texts FROM broadcasts WHERE broadcasts.id = incidents.broadcast_id) "
        "WHERE kind = 'works'"
    ))
    op.drop_table('amendments')
    op.drop_column('broadcasts', 'framed')
    op.drop_column('occurrences', 'submitted_by')
