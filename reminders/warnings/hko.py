"""The Hong Kong Observatory's `warnsum`: an object with the warnings in force, by their codes.

It tells how things stand, not what was said: what is no longer in it is over.
"""

from collections.abc import Mapping
from typing import Any

from db.vocabulary import FeedCode
from reminders.warnings.bulletin import Bulletin, MessageType
from reminders.warnings.unreadable import Problem, UnreadableError
from reminders.warnings.written import as_json, moment, words

_MOST = 100
_TYPES = {
    "ISSUE": MessageType.ALERT,
    "REISSUE": MessageType.UPDATE,
    "UPDATE": MessageType.UPDATE,
    "EXTEND": MessageType.UPDATE,
    "CANCEL": MessageType.CANCEL,
}


def read(raw: bytes) -> list[Bulletin]:
    """The warnings in force, and those just cancelled. Raises UnreadableError."""
    page = as_json(raw)
    if not isinstance(page, dict):
        raise UnreadableError(Problem.MALFORMED)
    if len(page) > _MOST:
        raise UnreadableError(Problem.TOO_BIG)
    found = [_bulletin(words(event), each) for event, each in page.items()]
    if page and not any(found):
        raise UnreadableError(Problem.MALFORMED)
    return [each for each in found if each]


def _bulletin(event: str, written: Any) -> Bulletin | None:
    """`WRAIN: {code: WRAINA, …}`: the key is the kind, the code says which signal it is."""
    if not isinstance(written, Mapping):
        return None
    code = words(written.get("code"))
    type_ = _TYPES.get(words(written.get("actionCode")).upper())
    issued_at = moment(written.get("issueTime"))
    updated_at = moment(written.get("updateTime")) or issued_at
    if not (event and code and type_ and issued_at and updated_at):
        return None
    return Bulletin(
        feed=FeedCode.HKO,
        # It has no identifiers of its own. The hour of issue stays the same through every update.
        identifier=f"{event}@{issued_at:%Y%m%dT%H%M%SZ}",
        type=type_,
        event=event,
        level="" if code == event else code,
        areas=(),
        issued_at=updated_at,
        expires_at=moment(written.get("expireTime")),
        headline=_headline(words(written.get("type")), words(written.get("name"))),
    )


def _headline(type_: str, name: str) -> str:
    """`黃色` and `暴雨警告信號`; but `八號東北烈風或暴風信號` is a name of its own."""
    return type_ if type_.endswith("信號") else f"{type_}{name}"
