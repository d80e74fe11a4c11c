"""Rising warnings, and forecasts"""

import sqlalchemy as sa
from alembic import op

import db.models.base


revision = '0008'
down_revision = "0007"
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


_FEEDS = ("ncdr", "hko", "cma")


def _make_forecasts(feeds: tuple[str, ...], metric: sa.types.TypeEngine[str]) -> None:
    """Anew: what is expected of tomorrow is asked again every hour."""
    op.drop_table('forecasts')
    op.create_table('forecasts',
    sa.Column('feed', sa.Enum(*feeds, name='feedcode', native_enum=False, length=32), nullable=False),
    sa.Column('area', sa.String(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('metric', metric, nullable=False),
    sa.Column('value', sa.Double(), nullable=False),
    sa.Column('issued_at', db.models.base.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('feed', 'area', 'day', 'metric', name=op.f('pk_forecasts'))
    )


def upgrade() -> None:
    metric = sa.Enum('tmax', 'tmin', name='metric', native_enum=False, length=32)
    _make_forecasts((*_FEEDS, 'cwa', 'hko_fnd', 'open_meteo'), metric)
    op.add_column('tripwires', sa.Column('rank', sa.Integer(), nullable=True))
    _rename(_NOTICES)


def downgrade() -> None:
    _rename({new: old for old, new in _NOTICES.items()})
    op.drop_column('tripwires', 'rank')
    op.execute("DELETE FROM feeds WHERE code IN ('cwa', 'hko_fnd', 'open_meteo')")
    _make_forecasts(_FEEDS, sa.String())
