"""Whom complaints are about; one drill at a time"""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

import db.models.base


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

_concerned = sa.table('concerned', sa.column('ticket_id', sa.Integer), sa.column('person_id', sa.Integer))
_tickets = sa.table(
    'tickets',
    sa.column('id', sa.Integer),
    sa.column('private', sa.Boolean),
    sa.column('evidence', sa.String),
    sa.column('concerns_id', sa.Integer),
    sa.column('community_id', sa.Integer),
    sa.column('drill', sa.Boolean),
    sa.column('state', sa.String),
    sa.column('version', sa.Integer),
    sa.column('opened_at', db.models.base.UtcDateTime),
    sa.column('closed_at', db.models.base.UtcDateTime),
    sa.column('next_check_at', db.models.base.UtcDateTime),
    sa.column('next_due_at', db.models.base.UtcDateTime),
)
_running = sa.and_(_tickets.c.drill, _tickets.c.closed_at.is_(None))
_events = sa.table(
    'ticket_events',
    sa.column('ticket_id', sa.Integer),
    sa.column('type', sa.String),
    sa.column('at', db.models.base.UtcDateTime),
    sa.column('data', sa.JSON),
)
_people = sa.table('people', sa.column('id', sa.Integer))


def upgrade() -> None:
    op.create_table('concerned',
    sa.Column('ticket_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('person_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_concerned_person_id')),
    sa.ForeignKeyConstraint(['ticket_id'], ['tickets.id'], name=op.f('fk_concerned_ticket_id')),
    sa.PrimaryKeyConstraint('ticket_id', 'person_id', name=op.f('pk_concerned'))
    )
    with op.batch_alter_table('concerned', schema=None) as batch_op:
        batch_op.create_index('ix_concerned_person', ['person_id', 'ticket_id'], unique=False)
    if rows := list(_known_so_far(op.get_bind())):
        op.bulk_insert(_concerned, rows)
    _leave_one_drill(op.get_bind())
    op.drop_column('tickets', 'concerns_id')

    op.create_index('ix_tickets_one_drill', 'tickets', ['community_id'], unique=True, sqlite_where=sa.text('drill AND closed_at IS NULL'), postgresql_where=sa.text('drill AND closed_at IS NULL'))


def _known_so_far(connection: sa.Connection) -> Iterator[dict[str, int]]:
    """The one who was named, and of what is private all whom its words may name."""
    here = set(connection.scalars(sa.select(_people.c.id)))
    named = _tickets.c.concerns_id.is_not(None)
    found = connection.execute(
        sa.select(_tickets).where(sa.or_(named, _tickets.c.evidence.contains('"staff"')))
    )
    for ticket in found.all():
        staff = _grounds(ticket.evidence).get('staff', []) if ticket.private else []
        for person in sorted({ticket.concerns_id, *staff} & here):
            yield {'ticket_id': ticket.id, 'person_id': person}


def _grounds(evidence: str | None) -> dict[str, Any]:
    """Older tickets hold only the words that decided."""
    try:
        found = json.loads(evidence or '{}')
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _leave_one_drill(connection: sa.Connection) -> None:
    """Of several that were begun at the same moment the newest goes on; an exercise owes nothing."""
    newest = sa.select(sa.func.max(_tickets.c.id)).where(_running).group_by(_tickets.c.community_id)
    older = sa.select(_tickets).where(_running, _tickets.c.id.not_in(newest))
    for ticket in connection.execute(older).all():
        over = {'state': 'cancelled', 'closed_at': ticket.opened_at}
        connection.execute(
            sa.update(_tickets)
            .where(_tickets.c.id == ticket.id)
            .values(
                **over,
                version=ticket.version + 1,
                next_check_at=None,
                next_due_at=None,
            )
        )
        told = over | {'closed_at': ticket.opened_at.isoformat()}
        connection.execute(
            sa.insert(_events).values(
                ticket_id=ticket.id, type='cancelled', at=ticket.opened_at, data={'set': told}
            )
        )


def downgrade() -> None:
    op.drop_index('ix_tickets_one_drill', table_name='tickets')
    op.execute(
        'ALTER TABLE tickets ADD COLUMN concerns_id INTEGER '
        'CONSTRAINT fk_tickets_concerns_id REFERENCES people (id)'
    )
    connection = op.get_bind()
    kept: dict[int, list[int]] = {}
    for row in connection.execute(sa.select(_concerned).order_by(*_concerned.c)):
        kept.setdefault(row.ticket_id, []).append(row.person_id)
    names = sa.and_(_tickets.c.private, _tickets.c.evidence.contains('"staff"'))
    found = connection.execute(
        sa.select(_tickets).where(sa.or_(names, _tickets.c.id.in_(kept.keys())))
    )
    for ticket in found.all():
        people = kept.get(ticket.id, [])
        grounds = _grounds(ticket.evidence)
        if not grounds and ticket.evidence:
            grounds = {'said': ticket.evidence}
        evidence = json.dumps(grounds | {'staff': people}, ensure_ascii=False)
        this = sa.update(_tickets).where(_tickets.c.id == ticket.id)
        first = people[0] if people else None
        connection.execute(this.values(concerns_id=first, evidence=evidence))
    with op.batch_alter_table('concerned', schema=None) as batch_op:
        batch_op.drop_index('ix_concerned_person')

    op.drop_table('concerned')
