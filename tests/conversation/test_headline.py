"""What a broadcast is called by whoever speaks of it."""

import pytest

from bot.conversation.headline import headline
from db.models import Broadcast, Community
from db.vocabulary import Language

FRAMED = "📢 <b>管理處公告</b>\n\n{}\n\n翠湖花園　敬上"


@pytest.mark.parametrize(
    ("author", "text", "called"),
    [
        (None, "<b>天涼了，給電暖器留點空間</b>\n\n原因", "天涼了，給電暖器留點空間"),
        (1, FRAMED.format("明天停水。請儲水。"), "明天停水"),
        (1, FRAMED.format("A &amp; B: at 10.30. Please wait."), "A & B: at 10.30"),
        (1, FRAMED.format("水" * 50), "水" * 39 + "…"),
        (1, FRAMED.format("water " * 20), "water water water water water water…"),
        (1, FRAMED.format("！"), "！"),
        (1, "Just this", "Just this"),
    ],
)
def test_a_title_or_how_the_words_begin(author: int | None, text: str, called: str) -> None:
    said = Broadcast(author_id=author, texts={"en": text})
    community = Community(language=Language.HANT)
    assert headline(said, community, Language.EN) == called
