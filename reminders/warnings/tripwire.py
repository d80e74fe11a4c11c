"""How often a kind of warning may call for its notice: not again while it goes on, nor soon after.

Only a graver level is news before that. A warning that is lifted in the evening and issued again in
the morning is one spell of heat; one of life and death is news whenever it comes again.
"""

from datetime import datetime, timedelta

from db.models import Tripwire

CALM = timedelta(hours=24)
"""So long a warning has to be off before another one of its kind is news."""
LIFTED = timedelta(hours=1)
"""The same of what is told at once: a feed that flickers is not a storm that comes again."""


def armed(wire: Tripwire, cooldown: timedelta, now: datetime, calm: timedelta = CALM) -> bool:
    if wire.tripped_at is None or wire.tripped_at > now:  # the sandbox's clock was set back
        return True
    if wire.calm_since is None or now - wire.calm_since < calm:
        return False
    return now - wire.tripped_at >= cooldown


def risen(wire: Tripwire, gravest: int | None) -> bool:
    """Graver than all that it went off for in this spell: once for each level, and for no fall."""
    return wire.rank is not None and gravest is not None and gravest > wire.rank


def trip(wire: Tripwire, gravest: int | None, now: datetime) -> None:
    wire.tripped_at, wire.calm_since, wire.rank = now, None, gravest


def watch(wire: Tripwire, *, goes_on: bool, now: datetime) -> None:
    """Keep count of the calm. Ask `armed` before, and not after."""
    if goes_on:
        wire.calm_since = None
    elif wire.calm_since is None:
        wire.calm_since = now
