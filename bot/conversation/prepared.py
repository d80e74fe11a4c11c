"""Corrections that are ready: what we say of a letter that is wrong by now, in each language."""

from collections.abc import Callable
from datetime import datetime

from bot.post import Voice
from db.vocabulary import Language, Prepared

AT_ONCE = "go"
"""What a button says where its words are read beside it: they go with one tap."""


def words(
    voice: Voice, kind: Prepared, language: Language, title: str, first_day: datetime | None = None
) -> str:
    """HTML. `title`: of the letter, as its readers know it; `first_day`: of the break, by now."""
    match kind:
        case Prepared.OVER:
            return voice.html("correction.over", language, title=title)
        case Prepared.MOVED:
            return voice.html("correction.moved", language, title=title, first_day=first_day)
        case Prepared.ERROR:
            return voice.html("correction.error", language, title=title)


def in_every_language(
    voice: Voice,
    kind: Prepared,
    title: Callable[[Language], str],
    first_day: datetime | None = None,
) -> dict[Language, str]:
    return {each: words(voice, kind, each, title(each), first_day) for each in Language}
