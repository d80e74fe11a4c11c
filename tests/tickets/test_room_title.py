"""The name of a ticket's topic: its number, how urgent, where and what, within 128 characters."""

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import Desk
from bot.post import Mailbag, Voice
from bot.texts import Texts
from bot.tickets.description import room_title
from db.models import Building, Community, Ticket, Unit
from db.vocabulary import Language, Priority, Region, TicketKind

LONGEST = 128
"""Characters that the messenger takes as a topic's name."""

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
BLOCK_3 = Building(code="3", names={"zh-Hant": "3棟", "zh-Hans": "3栋", "en": "Block 3"})
HOME = Unit(building=BLOCK_3, floor="12", door="F")

PLACE = "{% block place %}{{ building or '' }}{{ said or '' }}{% endblock %}"
LEAK = {"zh-Hant": "漏水", "zh-Hans": "漏水", "en": "A leak"}


class OneTopic:
    """A catalogue that knows one thing."""

    def __init__(self, name: dict[str, str]) -> None:
        self.topics = {"leak": SimpleNamespace(name=name)}


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Texts:
    folder = tmp_path_factory.mktemp("texts")
    for language in Language:
        (folder / language.value).mkdir()
        write(folder / language.value / "common.j2", PLACE)
        write(
            folder / language.value / "categories.j2",
            "{% block water %}" + ("Water" if language is Language.EN else "水") + "{% endblock %}",
        )
        write(
            folder / language.value / "kinds.j2",
            "{% block complaint %}"
            + ("A complaint" if language is Language.EN else "投訴")
            + "{% endblock %}",
        )
    return Texts(folder)


def write(path: Path, words: str) -> None:
    path.write_text(words, encoding="utf-8")


def desk(texts: Texts, language: Language, name: dict[str, str] = LEAK) -> Desk:
    community = Community(
        names={"zh-Hant": "翠湖", "zh-Hans": "翠湖", "en": "Greenlake"},
        region=Region.TW,
        language=language,
        timezone="Asia/Taipei",
        office_phone="02-2345-6789",
        office_opens="08:30",
        office_closes="21:00",
        facts={},
    )
    bag = Mailbag("a test", Voice(texts, community, NOW), NOW)
    return Desk(cast("AsyncSession", None), NOW, bag, cast("Any", OneTopic(name)))


def ticket(**fields: Any) -> Ticket:
    given = {
        "id": 123,
        "kind": TicketKind.REQUEST,
        "category": "water",
        "topic": "leak",
        "priority": Priority.P1,
        "unit": HOME,
    }
    return Ticket(**given | fields)


@pytest.mark.parametrize(
    ("language", "fields", "title"),
    [
        (Language.HANT, {}, "#123 🔴 3-12F 漏水"),
        (Language.EN, {}, "#123 🔴 3-12F A leak"),
        (Language.HANT, {"priority": Priority.P2}, "#123 🟠 3-12F 漏水"),
        (Language.HANT, {"priority": Priority.P3}, "#123 🟡 3-12F 漏水"),
        (Language.HANT, {"priority": Priority.P4}, "#123 🟢 3-12F 漏水"),
        (Language.HANT, {"unit": None, "building": BLOCK_3}, "#123 🔴 3棟 漏水"),
        (Language.EN, {"unit": None, "building": BLOCK_3}, "#123 🔴 Block 3 A leak"),
        (Language.HANT, {"unit": None, "place_said": "大門口"}, "#123 🔴 大門口 漏水"),
        (Language.HANT, {"unit": None}, "#123 🔴 漏水"),
        (Language.EN, {"topic": None}, "#123 🔴 3-12F Water"),
        (Language.EN, {"topic": "a topic of yesterday"}, "#123 🔴 3-12F Water"),
        (
            Language.EN,
            {"topic": None, "kind": TicketKind.COMPLAINT, "category": "service"},
            "#123 🔴 3-12F A complaint",
        ),
    ],
)
def test_a_room_is_called_after_its_ticket(
    texts: Texts, language: Language, fields: dict[str, Any], title: str
) -> None:
    assert room_title(desk(texts, language), ticket(**fields)) == title


@given(words=st.text(max_size=400), number=st.integers(1, 2**31 - 1))
def test_a_rooms_name_is_never_too_long(texts: Texts, words: str, number: int) -> None:
    wordy = desk(texts, Language.EN, LEAK | {"en": words})
    title = room_title(wordy, ticket(id=number, unit=None, place_said=words))
    assert len(title) <= LONGEST
    assert title.startswith(f"#{number} 🔴")


def test_what_somebody_typed_is_shown_as_they_typed_it(texts: Texts) -> None:
    """A topic's name is plain words: no markup, and no escapes either."""
    typed = ticket(unit=None, place_said="B1 & B2 <停車場>")
    assert room_title(desk(texts, Language.HANT), typed) == "#123 🔴 B1 & B2 <停車場> 漏水"
