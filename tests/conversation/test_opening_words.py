"""Which letter a report is about, in the few words it begins with."""

import pytest

from bot.conversation.reports import opening_words
from db.models import Broadcast
from db.vocabulary import Language

FRAMED = "📢 <b>管理中心公告</b>\n\n{}\n\n翠湖花園管理中心　敬上"


@pytest.mark.parametrize(
    ("letter", "opening"),
    [
        (FRAMED.format("明天停水。\n請儲水。"), "明天停水。"),
        (FRAMED.format("&lt;停水&gt; &amp; 停電"), "<停水> & 停電"),
        (FRAMED.format("<b>停水</b>通知"), "停水通知"),
        (FRAMED.format("水" * 40), "水" * 36 + "…"),
        (
            "The car park is repainted on Saturday; please park below.",
            "The car park is repainted on…",
        ),
        ("W" * 50, "W" * 36 + "…"),
        ("<b>only a heading</b>", "only a heading"),
    ],
)
def test_the_frame_is_passed_over(letter: str, opening: str) -> None:
    assert opening_words(Broadcast(texts={"zh-Hant": letter}), Language.EN) == opening


def test_readers_see_their_own_language() -> None:
    both = Broadcast(texts={"zh-Hant": "停水", "en": "No water"})
    assert opening_words(both, Language.EN) == "No water"
    assert opening_words(both, Language.HANS) == "停水"


def test_an_invitation_is_called_by_its_title() -> None:
    letter = "📅 <b>Lift renewal</b>\n🕒 Sun 20 Dec, 19:00–21:00"
    assert opening_words(Broadcast(texts={"en": letter}, meeting_id=1), Language.EN) == (
        "📅 Lift renewal"
    )


def test_a_seasonal_reminder_is_called_by_its_title_whole() -> None:
    letter = f"<b>{'天' * 40} &amp; 地</b>\n\n原因\n\n1. 做。"
    said = Broadcast(texts={"en": letter}, occasion="heat.advisory:x")
    assert opening_words(said, Language.EN) == "天" * 40 + " & 地"
