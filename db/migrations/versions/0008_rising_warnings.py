"""Rising warnings"""

import sqlalchemy as sa
from alembic import op


revision = '0008'
down_revision = '0004'
branch_labels = None
depends_on = None

_NOTICES = {
    "heat": "heat.advisory",
    "cold": "cold.advisory",
    "typhoon": "storm.typhoon_warning",
    "rain": "storm.rainstorm",
    "fire_danger": "fire.danger",
}
"""What was a watch of its own is the rule of a notice now."""


def _rename(names: dict[str, str]) -> None:
    tripwires = sa.table("tripwires", sa.column("rule_id", sa.String()))
    for old, new in names.items():
        op.execute(tripwires.update().where(tripwires.c.rule_id == old).values(rule_id=new))


def upgrade() -> None:
    op.add_column('tripwires', sa.Column('rank', sa.Integer(), nullable=True))
    _rename(_NOTICES)


def downgrade() -> None:
    _rename({new: old for old, new in _NOTICES.items()})
    op.drop_column('tripwires', 'rank')
