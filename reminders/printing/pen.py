"""Drawing in one face and a few colours, smooth at the edges: drawn large and then reduced."""

import io
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from reminders.printing.font import Face

_SCALE = 2
_COMPRESSION = 3
"""Tighter takes as long as the drawing itself, for a picture that the messenger packs anew."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


class Pen:
    """Draws on a page of its own; all lengths are in pixels of the finished picture."""

    def __init__(self, face: Face, width: int, height: int, paper: str) -> None:
        self._face = face
        self._page = Image.new("RGB", (width * _SCALE, height * _SCALE), paper)
        self._draw = ImageDraw.Draw(self._page)

    def box(
        self,
        box: Box,
        fill: str | None = None,
        *,
        outline: str | None = None,
        thick: float = 0,
        radius: float = 0,
    ) -> None:
        self._draw.rounded_rectangle(
            [edge * _SCALE for edge in box],
            radius * _SCALE,
            fill=fill,
            outline=outline,
            width=round(thick * _SCALE),
        )

    def line(self, start: tuple[float, float], end: tuple[float, float], colour: str) -> None:
        points = [length * _SCALE for length in (*start, *end)]
        self._draw.line(points, fill=colour, width=_SCALE)

    def write(
        self,
        at: tuple[float, float],
        words: str,
        size: float,
        colour: str,
        *,
        anchor: str = "lm",
        bold: bool = False,
    ) -> None:
        """`anchor` as Pillow's: l, m or r across, t, m or s (the base line) down."""
        self._draw.text(
            (at[0] * _SCALE, at[1] * _SCALE),
            self._face.printable(words),
            fill=colour,
            font=_font(self._face, round(size * _SCALE)),
            anchor=anchor,
            # The collection has one weight: a thicker line makes the other.
            stroke_width=max(1, round(size * _SCALE / 40)) if bold else 0,
        )

    def png(self) -> bytes:
        written = io.BytesIO()
        self._page.reduce(_SCALE).save(written, "PNG", compress_level=_COMPRESSION)
        return written.getvalue()


def width_of(face: Face, words: str, size: float) -> float:
    return _font(face, round(size * _SCALE)).getlength(face.printable(words)) / _SCALE


def fitted(face: Face, words: str, size: float, width: float) -> str:
    """Shortened until it fits, ending in … where something was left out."""
    if width_of(face, words, size) <= width:
        return words
    kept = words
    while kept and width_of(face, f"{kept}…", size) > width:
        kept = kept[:-1].rstrip()
    return f"{kept}…"


def wrapped(face: Face, words: str, size: float, width: float) -> list[str]:
    """In lines of at most that width: between words, or between Han characters."""
    pieces = words.split(" ") if " " in words else list(words)
    joint = " " if " " in words else ""
    lines: list[str] = []
    for piece in pieces:
        longer = f"{lines[-1]}{joint}{piece}" if lines else piece
        if lines and width_of(face, longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(piece)
    return lines


@cache
def _font(face: Face, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(face.path, pixels, index=face.number)
