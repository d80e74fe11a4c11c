"""What a broadcast is called, for whoever speaks of it: its title, or how its words begin."""

import html
import re
import textwrap

from db.models import Broadcast, Community
from db.vocabulary import Language
from reminders.broadcast import read_in

_TAGS = re.compile(r"<[^>]+>")
_SENTENCE_ENDS = re.compile(r"[。！？!?]|\.(?:\s|$)")
_LONGEST = 40


def headline(broadcast: Broadcast, community: Community, language: Language) -> str:
    """Plain words. A manager's own stand beneath the office's heading, and are cut short."""
    written = {Language(code): words for code, words in broadcast.texts.items()}
    words = written[read_in(written, community.language)[language]]
    lines = [line for each in words.splitlines() if (line := _TAGS.sub("", each).strip())]
    titled = broadcast.author_id is None or broadcast.meeting_id is not None
    own = not titled and len(lines) > 1
    line = html.unescape(lines[1 if own else 0])
    first = _SENTENCE_ENDS.split(line, maxsplit=1)[0] or line
    return textwrap.shorten(first, _LONGEST, placeholder="…") if " " in first else _cut(first)


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
