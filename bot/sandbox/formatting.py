"""Turns HTML into text with entities as Telegram does, finds commands and links, and back again."""

import re
from dataclasses import dataclass
from html import escape
from typing import NoReturn

from bot.sandbox.refusals import bad_request
from bot.sandbox.shapes import Json

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
}
_START = re.compile(
    r"""<(?P<tag>[^\s<>/"'=]*)(?P<attributes>(?:\s+[\w-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?)*)\s*>"""
)
_END = re.compile(r"</(?P<tag>[^\s<>]*)\s*>")
_ATTRIBUTE = re.compile(r"""([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?""")
_REFERENCE = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6}));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}

_WORDS = re.compile(
    r"""(?P<url>(?:https?://|(?<![\w@/.])(?:www\.|t\.me/))[^\s<>"，。；：！？（）「」『』、【】《》]*[\w/#=&%~+-])"""
    r"""|(?P<email>(?<![\w.+-])[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,})"""
    r"""|(?P<bot_command>(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"""
    r"""|(?P<mention>(?<![\w/@])@[A-Za-z][A-Za-z0-9_]{3,31}(?!\w))"""
    r"""|(?P<hashtag>(?<![\w/&#])\#(?=\w*[^\W\d])\w{1,256})""",
)
_HINTS = frozenset("/@#.:")
_VERBATIM = frozenset({"code", "pre", "text_link", "custom_emoji"})
"""Inside these nothing is looked for."""

_TAGS = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "spoiler": ("<tg-spoiler>", "</tg-spoiler>"),
    "code": ("<code>", "</code>"),
    "pre": ("<pre>", "</pre>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ("<blockquote>", "</blockquote>"),
}


def units(text: str) -> int:
    """The length of a text as Telegram counts it: in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def formatted(text: str, parse_mode: str, given: list[Json]) -> tuple[str, list[Json]]:
    """Plain text and its entities: from the markup or as `given`, and the ones anybody can see."""
    mode = parse_mode.lower()
    if mode == "html":
        text, entities = parse_html(text)
    elif mode:
        bad_request(f"unsupported parse_mode: the sandbox reads HTML only, not {parse_mode}")
    else:
        entities = _checked(given)
    text, entities = _trimmed(text, entities)
    return text, _in_order([*entities, *_found(text, entities)])


@dataclass
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int


class _Parser:
    def __init__(self, html: str) -> None:
        self._html = html
        self._parts: list[str] = []
        self._offset = 0
        self._open: list[_Open] = []
        self.entities: list[Json] = []

    def parse(self) -> str:
        place = 0
        while (start := self._html.find("<", place)) >= 0:
            self._write(self._html[place:start])
            place = self._tag(start)
        self._write(self._html[place:])
        if self._open:
            self._fail(f'can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')
        return "".join(self._parts)

    def _write(self, piece: str) -> None:
        text = _decoded(piece)
        self._parts.append(text)
        self._offset += units(text)

    def _tag(self, start: int) -> int:
        """Reads the tag that begins at `start`; the place after it."""
        closing = self._html.startswith("</", start)
        match = (_END if closing else _START).match(self._html, start)
        if match is None:
            self._fail_to_read(start, closing)
        tag = match["tag"].lower()
        if closing:
            self._close(tag, start)
        else:
            self._begin(tag, match["attributes"], start)
        return match.end()

    def _fail_to_read(self, start: int, closing: bool) -> NoReturn:
        rest = self._html[start + 1 :]
        name = re.match(r"[^\s<>]*", rest)
        tag = name[0].lower() if name else ""
        if closing:
            self._fail(f"unclosed end tag at byte offset {self._byte(start)}")
        if tag not in _KINDS:
            self._fail(f'unsupported start tag "{tag}" at byte offset {self._byte(start)}')
        self._fail(f"unclosed start tag at byte offset {self._byte(start)}")

    def _begin(self, tag: str, attributes: str, start: int) -> None:
        if tag not in _KINDS:
            self._fail(f'unsupported start tag "{tag}" at byte offset {self._byte(start)}')
        read = _attributes(attributes) if attributes else {}
        if tag == "span" and read.get("class") != "tg-spoiler":
            self._fail(
                f'tag "span" must have class "tg-spoiler" at byte offset {self._byte(start)}'
            )
        self._open.append(_Open(tag, read, self._offset))

    def _close(self, tag: str, start: int) -> None:
        if not self._open:
            self._fail(f"unexpected end tag at byte offset {self._byte(start)}")
        opened = self._open.pop()
        if tag and tag != opened.tag:
            self._fail(
                f"unmatched end tag at byte offset {self._byte(start)}, "
                f'expected "</{opened.tag}>", found "</{tag}>"'
            )
        length = self._offset - opened.offset
        if length and (entity := self._entity(opened)):
            self.entities.append({**entity, "offset": opened.offset, "length": length})

    def _entity(self, opened: _Open) -> Json | None:
        kind, attributes = _KINDS[opened.tag], opened.attributes
        if kind == "text_link":
            address = attributes.get("href", "")
            return {"type": kind, "url": address} if _is_address(address) else None
        if kind == "custom_emoji":
            return {"type": kind, "custom_emoji_id": attributes.get("emoji-id", "")}
        if kind == "blockquote" and "expandable" in attributes:
            return {"type": "expandable_blockquote"}
        if kind == "code" and self._names_language(opened):
            return None
        if kind == "pre" and "language" in attributes:
            return {"type": kind, "language": attributes["language"]}
        return {"type": kind}

    def _names_language(self, opened: _Open) -> bool:
        """`<pre><code class="language-x">` is one entity, a `pre` with a language."""
        language = opened.attributes.get("class", "").removeprefix("language-")
        inside = self._open and self._open[-1].tag == "pre"
        if not inside or self._open[-1].offset != opened.offset:
            return False
        if language:
            self._open[-1].attributes["language"] = language
        return True

    def _byte(self, place: int) -> int:
        return len(self._html[:place].encode())

    def _fail(self, reason: str) -> NoReturn:
        bad_request(f"can't parse entities: {reason[0].upper()}{reason[1:]}")


def _attributes(text: str) -> dict[str, str]:
    return {
        name.lower(): _decoded(double or single or bare)
        for name, double, single, bare in _ATTRIBUTE.findall(text)
    }


def parse_html(html: str) -> tuple[str, list[Json]]:
    if "<" not in html and "&" not in html:
        return html, []
    parser = _Parser(html)
    return parser.parse(), parser.entities


def _checked(entities: list[Json]) -> list[Json]:
    for entity in entities:
        numbers = (entity.get("offset"), entity.get("length"))
        if not isinstance(entity.get("type"), str) or not all(
            isinstance(each, int) and each >= 0 for each in numbers
        ):
            bad_request("can't parse entities: type, offset and length are expected")
    return [each for each in entities if each["type"] != "text_link" or _leads_somewhere(each)]


def _leads_somewhere(link: Json) -> bool:
    return isinstance(link.get("url"), str) and _is_address(link["url"])


def _decoded(piece: str) -> str:
    return _REFERENCE.sub(_character, piece) if "&" in piece else piece


def _character(match: re.Match[str]) -> str:
    name, decimal, hexadecimal = match.groups()
    if name:
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    is_character = 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF
    return chr(code) if is_character else match[0]


def _is_address(address: str) -> bool:
    return bool(re.match(r"(?:https?|tg|mailto|tel|ton):|[\w-]+(?:\.[\w-]+)+", address))


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    kept = text.strip()
    if kept == text:
        return text, entities
    before = units(text[: len(text) - len(text.lstrip())])
    end = units(kept)
    moved = []
    for entity in entities:
        start = max(entity["offset"] - before, 0)
        stop = min(entity["offset"] + entity["length"] - before, end)
        if stop > start:
            moved.append(entity | {"offset": start, "length": stop - start})
    return kept, moved


def _found(text: str, entities: list[Json]) -> list[Json]:
    if _HINTS.isdisjoint(text):
        return []
    taken = [each for each in entities if each["type"] in _VERBATIM]
    found = []
    for match in _WORDS.finditer(text):
        offset, length = units(text[: match.start()]), units(match[0])
        is_free = all(
            offset >= each["offset"] + each["length"] or offset + length <= each["offset"]
            for each in taken
        )
        if is_free and match.lastgroup:
            found.append({"type": match.lastgroup, "offset": offset, "length": length})
    return found


def _in_order(entities: list[Json]) -> list[Json]:
    return sorted(entities, key=lambda each: (each["offset"], -each["length"]))


def to_html(text: str, entities: list[Json]) -> str:
    """The text as HTML that needs no cleaning: known tags only, everything else escaped."""
    encoded = text.encode("utf-16-le")
    pieces: list[str] = []
    open_ends: list[tuple[int, str]] = []
    place = 0

    def write_to(offset: int) -> None:
        nonlocal place
        if offset > place:
            pieces.append(escape(encoded[place * 2 : offset * 2].decode("utf-16-le", "replace")))
            place = offset

    def close_before(offset: int) -> None:
        while open_ends and open_ends[-1][0] <= offset:
            end, tag = open_ends.pop()
            write_to(end)
            pieces.append(tag)

    for entity in _in_order(entities):
        start, end = entity["offset"], entity["offset"] + entity["length"]
        close_before(start)
        if open_ends:
            end = min(end, open_ends[-1][0])  # an overlap is cut off where the outer one ends
        opening, closing = _tags(entity, encoded)
        if not opening or end <= start:
            continue
        write_to(start)
        pieces.append(opening)
        open_ends.append((end, closing))
    close_before(len(encoded) // 2)
    write_to(len(encoded) // 2)
    return "".join(pieces)


def _tags(entity: Json, encoded: bytes) -> tuple[str, str]:
    kind = entity["type"]
    if kind == "text_link":
        return f'<a href="{escape(entity["url"])}">', "</a>"
    if kind == "url":
        start = entity["offset"] * 2
        address = encoded[start : start + entity["length"] * 2].decode("utf-16-le", "replace")
        scheme = "" if "://" in address else "https://"
        return f'<a href="{escape(scheme + address)}">', "</a>"
    return _TAGS.get(kind, ("", ""))
