"""The one font of everything we print, in the face that each reader's signs are written in.

骨, 直 and 角 are drawn differently in Taipei, Hong Kong and Shenzhen.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont
from noto_cjk_sans_otc import FONT_PATH

from db.vocabulary import Language, Region

_SIMPLIFIED, _TAIWAN, _HONG_KONG = 2, 3, 4
"""Places of the faces in the collection."""
_OF_REGION = {Region.TW: _TAIWAN, Region.HK: _HONG_KONG, Region.CN: _SIMPLIFIED}


@dataclass(frozen=True)
class Face:
    """A file of several faces, and which of them."""

    path: Path
    number: int

    def printable(self, words: str) -> str:
        """Without the signs that the face lacks: emoji, and the rarest characters."""
        return "".join(sign for sign in words if ord(sign) in _signs(self)).strip()


def face(language: Language, region: Region) -> Face:
    if language is Language.HANS:
        return Face(FONT_PATH, _SIMPLIFIED)
    if language is Language.HANT and region is Region.CN:
        return Face(FONT_PATH, _TAIWAN)
    return Face(FONT_PATH, _OF_REGION[region])


@cache
def _signs(of: Face) -> frozenset[int]:
    with TTFont(of.path, fontNumber=of.number, lazy=True) as font:
        return frozenset(font.getBestCmap())
