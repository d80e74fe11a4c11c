"""Cuts a long HTML text into messages that Telegram takes, each with its tags closed."""

import re
from collections.abc import Iterator

LIMIT = 4096
CAPTION_LIMIT = 1024

_TOKEN = re.compile(r"<[^>]*>|&#?\w+;|\n+|[^<&\n]+|.")
_TAG = re.compile(r"</?([a-zA-Z-]+)")
_BREAKS = ("\n\n", "\n", " ")
"""Where to cut, the better places first."""


def width(text: str) -> int:
    """In UTF-16 units, which is how Telegram counts: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def split_html(html: str, limit: int = LIMIT) -> list[str]:
    """Parts of at most `limit` visible units, cut between paragraphs where that is possible.

    A tag that is open at a cut is closed there and opened again in the next part.
    """
    parts: list[str] = []
    while not fits(html, limit):
        cut, open_tags = _best_cut(html, limit)
        part = html[:cut].rstrip() + "".join(f"</{_name(tag)}>" for tag in reversed(open_tags))
        parts.append(part)
        html = "".join(open_tags) + html[cut:].lstrip()
    return [*parts, html]


def fits(html: str, limit: int) -> bool:
    """Whether what is visible of it is short enough."""
    # Two units a character at most: most texts need no closer look.
    return 2 * len(html) <= limit or sum(units for _, _, units in _pieces(html)) <= limit


def strip_tags(html: str) -> str:
    """The words alone, for a text whose markup Telegram does not understand."""
    text = re.sub(r"</?[a-zA-Z][^>]*>", "", html)
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#34;", '"')):
        text = text.replace(entity, sign)
    return text.replace("&#39;", "'").replace("&amp;", "&")


def _pieces(html: str) -> Iterator[tuple[int, str, int]]:
    """(position, token, visible units); runs of words are given in chunks that may be cut."""
    for match in _TOKEN.finditer(html):
        token = match.group()
        if token.startswith("<") and len(token) > 1:
            yield match.start(), token, 0
        elif token.startswith("&") and len(token) > 1:
            yield match.start(), token, 1
        else:
            yield from _characters(match.start(), token)


def _characters(start: int, text: str) -> Iterator[tuple[int, str, int]]:
    for offset, character in enumerate(text):
        yield start + offset, character, 2 if ord(character) > 0xFFFF else 1


def _best_cut(html: str, limit: int) -> tuple[int, list[str]]:
    """The position of the best cut within the limit, and the tags open there."""
    open_tags: list[str] = []
    best: dict[str, tuple[int, list[str]]] = {}
    seen = ""
    used = 0
    for position, token, units in _pieces(html):
        if used + units > limit:
            best[""] = (position, [*open_tags])
            break
        used += units
        if units == 0:
            _follow(token, open_tags)
        seen = (seen + token)[-2:] if units else seen
        for place in _BREAKS:
            if units and seen.endswith(place):
                best[place] = (position + len(token), [*open_tags])
    return _choose(best, limit)


def _choose(best: dict[str, tuple[int, list[str]]], limit: int) -> tuple[int, list[str]]:
    """A paragraph's end, unless it leaves most of the message empty; then a line's, a word's."""
    for place in _BREAKS:
        if place in best and best[place][0] > limit // 2:
            return best[place]
    return best[""]


def _follow(tag: str, open_tags: list[str]) -> None:
    if tag.startswith("</"):
        if open_tags and _name(open_tags[-1]) == _name(tag):
            open_tags.pop()
    elif _TAG.match(tag):
        open_tags.append(tag)


def _name(tag: str) -> str:
    match = _TAG.match(tag)
    return match.group(1) if match else ""
