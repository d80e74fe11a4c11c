"""The mainland's warnings as the World Meteorological Organization hands them on: an RSS list of
links to CAP files, for all of the country, the newest first.

An item's title says what is warned of; where it holds, only its file says, in codes of twelve
digits that begin with the six of the district.
"""

import re
from dataclasses import replace

from reminders.warnings.bulletin import Bulletin
from reminders.warnings.entry import Entry
from reminders.warnings.markup import root_of, text_in
from reminders.warnings.unreadable import Problem, UnreadableError

_MOST_ITEMS = 5_000
_COLOURS = {"蓝色": "blue", "黄色": "yellow", "橙色": "orange", "红色": "red"}
_GRADED = re.compile(r"(?:(?:蓝|黄|橙|红)色)?预警(?:信号)?$|(?:蓝|黄|橙|红)色$")


def read(raw: bytes) -> list[Entry]:
    """Raises UnreadableError where nothing in it makes sense."""
    items = root_of(raw, "rss").findall("channel/item")
    if len(items) > _MOST_ITEMS:
        raise UnreadableError(Problem.TOO_BIG)
    entries = []
    for item in items:
        link = text_in(item, "link", longest=1_000)
        identifier, title = text_in(item, "guid") or link, text_in(item, "title")
        if identifier and link and title:
            entries.append(Entry(identifier, title, link))
    if items and not entries:
        raise UnreadableError(Problem.MALFORMED)
    return entries


def plain(bulletin: Bulletin) -> Bulletin:
    """高温橙色预警 is the kind 高温 at the level orange: the kind stays when the level changes."""
    written = bulletin.event + bulletin.headline
    colour = next((level for sign, level in _COLOURS.items() if sign in written), bulletin.level)
    return replace(bulletin, event=_GRADED.sub("", bulletin.event), level=colour)
