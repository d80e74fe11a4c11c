"""On what grounds a ticket was sorted, and what its words left open: kept as its `evidence`."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

BY_OWNER, BY_STAFF = "owner", "staff"
"""A person chose the category; otherwise `by` is the engine's: phrase, rule, words or nothing."""


@dataclass(frozen=True)
class Grounds:
    by: str = ""
    said: str = ""
    """The example it is like, or the words that decided."""
    rivals: tuple[str, ...] = ()
    """Topics that were near, too."""
    about: int | None = None
    """The earlier ticket that a complaint speaks of."""
    doubt: str | None = None
    """A danger that the words may mean; the owner was asked and has not said no."""
    guesses: tuple[str, ...] = ()
    """Units or buildings, by their codes, that a mistyped place may mean."""
    time_said: str = ""
    """A time that the owner named, in their words, and when that is (ISO, with its zone)."""
    time_meant: str = ""
    phone: str = ""
    """A telephone number among the words."""
    who: str = ""
    """Whom they name: a role by its English name, a person as the owner wrote it."""
    staff: tuple[int, ...] = ()
    """Ids of the people who work here and whom the words name, or may name."""
    called: tuple[Mapping[str, str], ...] = ()
    """What each of them is called, by language."""
    pressing: str = ""
    """Why a complaint cannot wait (`Temper`), and since when (ISO)."""
    pressing_since: str = ""
    amount: str = ""
    """A sum of money: its digits, and its currency's code where it was named."""
    currency: str = ""

    @classmethod
    def read(cls, stored: str | None) -> "Grounds":
        """Older tickets hold only the words that decided."""
        found = _loaded(stored)
        if found is None:
            return cls(said=stored or "")
        known = {name: value for name, value in found.items() if name in cls.__dataclass_fields__}
        lists = {name: tuple(each) for name, each in known.items() if isinstance(each, list)}
        return cls(**(known | lists))

    def written(self) -> str | None:
        """None where there is nothing to remember."""
        held = {name: value for name, value in asdict(self).items() if value}
        return json.dumps(held, ensure_ascii=False) if held else None

    def carried_on(self, now: datetime) -> "Grounds":
        """For a new ticket of the same matter: without what was settled, or was due, long ago."""
        since = now.isoformat() if self.pressing else ""
        return self.but(doubt=None, time_said="", time_meant="", pressing_since=since)

    def but(self, **changed: Any) -> "Grounds":
        return replace(self, **changed)


def _loaded(stored: str | None) -> dict[str, Any] | None:
    if not stored or not stored.startswith("{"):
        return None
    try:
        found = json.loads(stored)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
