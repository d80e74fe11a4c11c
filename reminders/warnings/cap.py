"""CAP 1.2, the Common Alerting Protocol: an XML file that says what, where, how grave, how long.

Written for hostile input: no document types, an exact root, bounded numbers of everything.
"""

from datetime import datetime
from xml.etree.ElementTree import Element

from db.vocabulary import FeedCode
from reminders.warnings.bulletin import Area, Bulletin, MessageType, is_level
from reminders.warnings.markup import root_of, text_in
from reminders.warnings.unreadable import Problem, UnreadableError
from reminders.warnings.written import moment, words

_CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"
_TYPES = {"Alert": MessageType.ALERT, "Update": MessageType.UPDATE, "Cancel": MessageType.CANCEL}
_COLOURS = {"藍": "blue", "蓝": "blue", "黃": "yellow", "黄": "yellow", "橙": "orange"} | {
    "紅": "red",
    "红": "red",
    "紫": "purple",
}
_MOST_INFOS, _MOST_AREAS, _MOST_REFERENCES = 50, 2_000, 500


def read(raw: bytes, feed: FeedCode, link: str | None = None) -> list[Bulletin]:
    """A bulletin for each part; none where it is a test, an exercise, or not for everybody.

    Raises UnreadableError.
    """
    alert = root_of(raw, f"{_CAP}alert")
    identifier, sent = _text(alert, "identifier"), moment(_text(alert, "sent"))
    type_ = _TYPES.get(_text(alert, "msgType"))
    if not identifier or sent is None:
        raise UnreadableError(Problem.MALFORMED)
    if type_ is None or (_text(alert, "status"), _text(alert, "scope")) != ("Actual", "Public"):
        return []
    references = _references(alert)
    parts = _parts(alert)
    if not parts and type_ is MessageType.CANCEL:  # it need not say more than what it takes back
        return [
            Bulletin(feed, identifier, type_, "", "", (), sent, references=references, link=link)
        ]
    return [_bulletin(part, feed, identifier, type_, sent, references, link) for part in parts]


def _bulletin(
    info: Element,
    feed: FeedCode,
    identifier: str,
    type_: MessageType,
    sent: datetime,
    references: frozenset[str],
    link: str | None,
) -> Bulletin:
    over = _text(info, "urgency") == "Past" or "AllClear" in _texts(info, "responseType")
    return Bulletin(
        feed=feed,
        identifier=identifier,
        type=MessageType.CANCEL if over else type_,
        event=_text(info, "event"),
        level=_level(info),
        areas=tuple(_area(each) for each in info.findall(f"{_CAP}area")[:_MOST_AREAS]),
        issued_at=sent,
        expires_at=moment(_text(info, "expires")),
        references=references,
        headline=_text(info, "headline"),
        link=link,
    )


def _parts(alert: Element) -> list[Element]:
    """The blocks that say something of their own: a translation is said once, in Chinese."""
    infos = alert.findall(f"{_CAP}info")[:_MOST_INFOS]
    chinese = [each for each in infos if _text(each, "language").lower().startswith("zh")]
    return chinese or infos


def _references(alert: Element) -> frozenset[str]:
    """`sender,identifier,sent` for each, between blanks."""
    written = alert.findtext(f"{_CAP}references") or ""
    triples = [each.split(",") for each in written.split()[:_MOST_REFERENCES]]
    return frozenset(words(triple[1]) for triple in triples if len(triple) == 3)


def _level(info: Element) -> str:
    """The colour where one is given, else the severity."""
    told = {
        _text(each, "valueName"): _text(each, "value") for each in info.findall(f"{_CAP}parameter")
    }
    for name in ("alert_color", "severity_level"):
        for sign, colour in _COLOURS.items():
            if sign in told.get(name, ""):
                return colour
    severity = _text(info, "severity").lower()
    return severity if is_level(severity) else ""


def _area(area: Element) -> Area:
    codes = (_text(each, "value") for each in area.findall(f"{_CAP}geocode")[:_MOST_AREAS])
    return Area(_text(area, "areaDesc"), frozenset(filter(None, codes)))


def _text(element: Element, name: str) -> str:
    return text_in(element, f"{_CAP}{name}")


def _texts(element: Element, name: str) -> list[str]:
    return [words(each.text) for each in element.findall(f"{_CAP}{name}")]
