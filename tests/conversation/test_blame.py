"""Words that name one of the staff: which of them may complain of that person."""

import pytest

from bot.conversation.blame import may_be_the_danger, may_blame_the_named
from intents import Category, Evidence, Hazard, Kind, Understanding, Wish


def heard(kind: Kind, *, sure: bool = True, **more: object) -> Understanding:
    said = Evidence("", "", 0.0)
    return Understanding(kind, Category.OTHER, False, 0.9, sure, said, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [Kind.REQUEST, Kind.QUESTION, Kind.STATUS, Kind.PRAISE])
def test_only_what_is_surely_harmless_is(kind: Kind) -> None:
    assert not may_blame_the_named("", heard(kind))
    assert may_blame_the_named("", heard(kind, sure=False))
    assert may_blame_the_named("", heard(kind, kinds=(Kind.COMPLAINT,)))
    complaint = Wish("", Kind.COMPLAINT, Category.OTHER, False, 0.9)
    assert may_blame_the_named("", heard(kind, wishes=(complaint,)))


@pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.OTHER])
def test_what_is_said_besides_or_to_somebody_else_is_not(kind: Kind) -> None:
    assert may_blame_the_named("", heard(kind))


@pytest.mark.parametrize(
    ("text", "may_blame"),
    [
        ("叫李保下午三點打給我", False),
        ("麻煩請李師傅回電", False),
        ("please ask Bob to call me at three", False),
        ("不要再派李師傅來，換別人", True),
        ("我要找真人，李師傅態度很差", True),
        ("I want somebody else, not Bob", True),
    ],
)
def test_whoever_is_asked_for_by_name_may_read_it(text: str, may_blame: bool) -> None:
    assert may_blame_the_named(text, heard(Kind.HANDOFF)) is may_blame
    assert may_blame_the_named(text, heard(Kind.HANDOFF, sure=False))


@pytest.mark.parametrize(
    ("text", "scornful"),
    [
        ("李師傅 很爛", True),
        ("要小心李師傅", True),
        ("李師傅騙人", True),
        ("Bob is useless", True),
        ("李師傅很小心，謝謝", False),
        ("李師傅態度很好", False),
        ("燈爛了李師傅馬上來修，謝謝", False),
        ("李師傅不好意思麻煩您了，謝謝", False),
        ("thank you Bob, not bad at all", False),
    ],
)
def test_nobody_is_thanked_with_scorn(text: str, scornful: bool) -> None:
    assert may_blame_the_named(text, heard(Kind.PRAISE)) is scornful


@pytest.mark.parametrize("hazard", Hazard)
def test_who_calls_for_help_wants_those_named_to_come_unless_people_are_the_danger(
    hazard: Hazard,
) -> None:
    of_people = hazard is Hazard.INTRUDER
    assert may_blame_the_named("", heard(Kind.EMERGENCY, hazard=hazard)) is of_people
    doubtful = heard(Kind.OTHER, sure=False, doubtful=hazard)
    assert may_blame_the_named("", doubtful) is of_people
    besides = heard(Kind.COMPLAINT, sure=False, doubtful=hazard)
    assert may_blame_the_named("", besides)


@pytest.mark.parametrize(
    ("hazard", "text", "is_the_danger"),
    [
        (Hazard.INTRUDER, "是李保", True),
        (None, "是李保", True),
        (Hazard.FIRE, "李保到了", False),
        (Hazard.MEDICAL, "李保在路上", False),
        (Hazard.MEDICAL, "是李保推我的", True),
    ],
)
def test_who_is_named_to_a_call_for_help_comes_to_help_unless_the_words_tell(
    hazard: Hazard | None, text: str, is_the_danger: bool
) -> None:
    unsure = heard(Kind.OTHER, sure=False)
    assert may_be_the_danger(text, unsure, hazard) is is_the_danger
    worse = heard(Kind.OTHER, sure=False, doubtful=Hazard.INTRUDER)
    assert may_be_the_danger(text, worse, hazard)
