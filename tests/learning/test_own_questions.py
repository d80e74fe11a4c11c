"""A community's own questions: plain words made safe, heard word for word, nobody else's."""

import html
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from bot import faq
from bot.learning.own_questions import Ear, as_answer, as_topic, by_words, is_too_long
from db.models import OwnQuestion
from intents import Category, Evidence, Kind, Understanding

NOTHING = Evidence("nothing", "", 0.0)
UNSURE = Understanding(Kind.OTHER, Category.OTHER, False, 0.2, False, NOTHING)
FIRE = Understanding(Kind.EMERGENCY, Category.FIRE_SAFETY, True, 0.9, True, NOTHING)


def own(**fields: object) -> OwnQuestion:
    given: dict[str, object] = {
        "id": 7,
        "community_id": 1,
        "name": "訪客的車可以停多久？最久最久最久",
        "category": "parking_vehicle",
        "phrases": ["訪客的車可以停多久？", "How long may a visitor park?"],
        "answers": {"zh-Hant": "兩個小時"},
        "changed_at": datetime(2026, 11, 23, tzinfo=UTC),
    }
    return OwnQuestion(**given | fields)


@dataclass
class FakeEngine:
    """Hears always the same, and remembers what it was told to leave out."""

    heard: Understanding
    left_out: list[frozenset[str]] = field(default_factory=list)

    def understand(self, text: str, without: frozenset[str] = frozenset()) -> Understanding:
        self.left_out.append(without)
        return self.heard


def ear(heard: Understanding = UNSURE, foreign: frozenset[str] = frozenset()) -> Ear:
    row = own()
    words = by_words([(row, as_topic(row))])[1]
    return Ear(FakeEngine(heard), words, foreign)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "written",
    [
        "{{ facts.code }}",
        "{% for x in y %}",
        "{# note #}",
        "a < b & c > d",
        "<b>bold</b> {{{ '{{' }}}",
        "二樓\n櫃台",
    ],
)
def test_an_answer_is_said_as_it_was_written(written: str) -> None:
    assert html.unescape(faq.render(as_answer(written), {})) == written


def test_who_reads_another_language_gets_what_there_is() -> None:
    topic = as_topic(own(answers={"zh-Hans": "两个小时", "en": "Two hours"}))
    assert topic.answer["zh-Hant"] == "两个小时"
    assert topic.answer["en"] == "Two hours"
    assert topic.kind is Kind.QUESTION
    assert topic.category is Category.PARKING_VEHICLE
    assert len(topic.name["zh-Hant"]) <= 12
    assert topic.phrases["en"] == ("How long may a visitor park?",)


def test_a_category_that_is_gone_does_no_harm() -> None:
    assert as_topic(own(category="lost")).category is Category.OTHER


def test_an_answer_without_words_is_no_topic() -> None:
    with pytest.raises(ValueError, match="without an answer"):
        as_topic(own(answers={}))


def test_an_answer_has_a_length_that_is_read() -> None:
    assert not is_too_long("字" * 450)
    assert is_too_long("字" * 451)


@pytest.mark.parametrize(
    "asked", ["訪客的車可以停多久", "访客的车可以停多久！", " how LONG may a visitor park "]
)
def test_its_words_are_known_at_once(asked: str) -> None:
    heard = ear().understand(asked)
    assert (heard.kind, heard.topic, heard.sure) == (Kind.QUESTION, "own_7", True)


def test_other_words_are_the_engines() -> None:
    assert ear().understand("車子可以停多久") is UNSURE


def test_no_answer_stands_in_the_way_of_a_call_for_help() -> None:
    assert ear(FIRE).understand("訪客的車可以停多久") is FIRE


def test_what_belongs_to_others_is_left_out() -> None:
    listening = ear(foreign=frozenset({"own_3"}))
    listening.understand("hello")
    assert listening.engine.left_out == [frozenset({"own_3"})]  # type: ignore[attr-defined]
