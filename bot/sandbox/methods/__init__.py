"""What bots may ask of Telegram: every Bot API method that the sandbox knows."""

from bot.sandbox.call import Method
from bot.sandbox.methods import (
    copying,
    editing,
    forum,
    groups,
    profile,
    sending,
    updates,
)

_ALL: dict[str, Method] = {
    **updates.METHODS,
    **profile.METHODS,
    **sending.METHODS,
    **copying.METHODS,
    **editing.METHODS,
    **forum.METHODS,
    **groups.METHODS,
}
_BY_LOWER_CASE = {name.lower(): method for name, method in _ALL.items()}

NAMES = tuple(_ALL)


def find_method(name: str) -> Method | None:
    """Telegram does not mind capitals."""
    return _BY_LOWER_CASE.get(name.lower())
