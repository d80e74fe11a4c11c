"""What could not be done is put off, ever longer, so that it holds up nothing else."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

_log = logging.getLogger(__name__)

FIRST = timedelta(seconds=1)
LONGEST = timedelta(hours=1)
NEVER = datetime.max.replace(tzinfo=UTC)


class Setbacks:
    """Those of one kind of row, by number. Forgotten at a restart, which tries them all again."""

    def __init__(self, kind: str, longest: timedelta = LONGEST) -> None:
        """`kind`: what the log calls such a row; `longest`: it is not put off for more."""
        self._kind = kind
        self._longest = longest
        self._waits: dict[int, tuple[datetime, timedelta]] = {}

    @contextmanager
    def attempt(self, number: int, now: datetime) -> Iterator[None]:
        """Whatever goes wrong with the row inside is logged, and goes no further."""
        try:
            yield
        except Exception:
            _, wait = self._waits.get(number, (now, FIRST / 2))
            wait = min(2 * wait, self._longest)
            self._waits[number] = (now + wait, wait)
            _log.exception("%s %s could not be seen to; again in %s", self._kind, number, wait)
        else:
            self._waits.pop(number, None)

    def rests_until(self, number: int) -> datetime | None:
        """When it is to be tried again; None where the last attempt went well."""
        again, _ = self._waits.get(number, (None, None))
        return again

    def not_before(self, number: int, moment: datetime) -> datetime:
        """The moment at which it is due, or when it is to be tried again where that is later."""
        return max(moment, self.rests_until(number) or moment)

    def rests(self, number: int, now: datetime) -> bool:
        again = self.rests_until(number)
        return again is not None and now < again

    def first(self) -> datetime:
        """When one of them is to be tried again first."""
        return min((again for again, _ in self._waits.values()), default=NEVER)

    def due(self, now: datetime) -> set[int]:
        """Those whose time to be tried again has come."""
        return {number for number, (again, _) in self._waits.items() if again <= now}
