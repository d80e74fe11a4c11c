"""Several wishes in one message: each is read as carefully as a message of its own."""

import pytest

from intents import Category, Engine, Kind

FEES = "How do I pay the management fee?"


def kinds(engine: Engine, text: str) -> list[Kind]:
    return [wish.kind for wish in engine.understand(text).wishes]


def test_a_question_and_a_request_are_two_wishes(engine: Engine) -> None:
    assert kinds(engine, "停車費多少？還有B2燈壞了") == [Kind.QUESTION, Kind.REQUEST]
    assert kinds(engine, f"{FEES} The tap leaks") == [Kind.QUESTION, Kind.REQUEST]


def test_one_wish_and_how_it_is_wanted_is_one(engine: Engine) -> None:
    assert kinds(engine, "電梯壞了。請快點派人來") == []


@pytest.mark.parametrize("alarm", ["The kitchen is on fier", "The socket is sparkign"])
def test_a_misspelt_alarm_in_the_second_clause_is_an_emergency(engine: Engine, alarm: str) -> None:
    assert kinds(engine, f"{FEES} {alarm}") == [Kind.QUESTION, Kind.EMERGENCY]


@pytest.mark.parametrize(
    ("denial", "meant"),
    [
        (
            "There is nothnig on fire, the alarm panel in the lobby is broken",
            [Kind.QUESTION, Kind.REQUEST],
        ),
        ("The alarm rang withuot a fire in the building", []),
    ],
)
def test_a_misspelt_denial_in_the_second_clause_raises_no_alarm(
    engine: Engine, denial: str, meant: list[Kind]
) -> None:
    assert kinds(engine, f"{FEES} {denial}") == meant


def test_what_a_joining_word_adds_is_a_wish_even_where_its_answer_is_not_known(
    engine: Engine,
) -> None:
    wishes = engine.understand("厨房水管漏水，另外想问一下停车费怎么交").wishes
    assert [wish.kind for wish in wishes] == [Kind.REQUEST, Kind.QUESTION]
    assert [wish.category for wish in wishes] == [Category.WATER, Category.PARKING_VEHICLE]
