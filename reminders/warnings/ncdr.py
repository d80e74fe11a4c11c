"""NCDR's JSON Atom feed: the warnings of all Taiwan's agencies, each with a link to its CAP file.

The feed does not say where a warning holds; its CAP file does.
"""

from typing import Any

from reminders.warnings.entry import Entry
from reminders.warnings.unreadable import Problem, UnreadableError
from reminders.warnings.written import as_json, moment, words

_MOST_ENTRIES = 5_000


def read(raw: bytes) -> list[Entry]:
    """What is neither a test nor an exercise.

    Raises UnreadableError where nothing in it makes sense.
    """
    page = as_json(raw)
    if not isinstance(page, dict):
        raise UnreadableError(Problem.MALFORMED)
    listed = page.get("entry", [])
    if isinstance(listed, dict):  # so it comes where there is but one
        listed = [listed]
    if not isinstance(listed, list):
        raise UnreadableError(Problem.MALFORMED)
    if len(listed) > _MOST_ENTRIES:
        raise UnreadableError(Problem.TOO_BIG)
    read = [(each, _entry(each)) for each in listed if isinstance(each, dict)]
    if listed and not any(entry for _, entry in read):
        raise UnreadableError(Problem.MALFORMED)
    return [entry for each, entry in read if entry and each.get("status") == "Actual"]


def _entry(written: dict[str, Any]) -> Entry | None:
    """None: it lacks what every entry has."""
    entry = Entry(
        identifier=words(written.get("id")),
        event=words(_within(written.get("category"), "@term")) or words(written.get("title")),
        expires_at=moment(written.get("expires")),
        link=words(_within(written.get("link"), "@href"), longest=1_000),
    )
    return entry if entry.identifier and entry.event and entry.link else None


def _within(written: object, name: str) -> object:
    return written.get(name) if isinstance(written, dict) else None
