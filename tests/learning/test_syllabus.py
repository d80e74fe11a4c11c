"""What is to be learned, and what may be said of it before it was."""

from pathlib import Path

import pytest

from bot.learning.own_questions import as_topic
from bot.learning.syllabus import Syllabus, Taught, until_learned
from db.models import OwnQuestion
from intents import Catalogue, Kind, Lesson, Lessons, Sources, Topic
from tests.intents.tiny import CATALOGUE, topic
from tests.learning.files import files

LESSON = Lesson("the box between floors is dead", "lift_broken")


def changed(**fields: object) -> Topic:
    return CATALOGUE["lift_broken"].model_copy(update=fields)


def with_topic(other: Topic) -> Catalogue:
    return Catalogue({**CATALOGUE.topics, other.id: other})


@pytest.mark.parametrize("field", ["name", "team", "priority", "place", "phrases"])
def test_what_does_not_change_the_meaning_counts_at_once(field: str) -> None:
    other = topic("x", team="cleaning", priority="P1", place="building")
    new = changed(**{field: getattr(other, field)})
    assert until_learned(with_topic(new), CATALOGUE)["lift_broken"] is new


def test_an_answer_counts_at_once() -> None:
    new = CATALOGUE["q_pool"].model_copy(update={"answer": {"en": "At seven"}})
    assert until_learned(with_topic(new), CATALOGUE)["q_pool"].answer == {"en": "At seven"}


@pytest.mark.parametrize(
    "new",
    [
        changed(kind=Kind.COMPLAINT),
        changed(category="noise"),
        changed(kind=Kind.EMERGENCY, hazard="fire"),
    ],
)
def test_a_topic_of_another_kind_stays_as_the_engine_means_it(new: Topic) -> None:
    old = CATALOGUE["lift_broken"]
    assert until_learned(with_topic(new), CATALOGUE)["lift_broken"] is old


def test_a_topic_that_was_taken_out_stays_until_the_engine_has_forgotten_it() -> None:
    fewer = Catalogue({"noise": CATALOGUE["noise"]})
    assert until_learned(fewer, CATALOGUE).topics == CATALOGUE.topics
    assert until_learned(fewer, fewer) is fewer


def test_a_new_topic_is_known_at_once() -> None:
    new = topic("garden")
    assert until_learned(with_topic(new), CATALOGUE)["garden"] is new


def test_an_own_question_that_was_withdrawn_is_not_brought_back() -> None:
    own = topic("own_1", kind=Kind.QUESTION)
    assert "own_1" not in until_learned(CATALOGUE, with_topic(own)).topics


def taught() -> Taught:
    row = OwnQuestion(
        id=7,
        community_id=1,
        name="Strollers",
        category="other",
        phrases=["may I borrow a stroller"],
        answers={"en": "Yes"},
    )
    return Taught(("one",), (LESSON,), ((row, as_topic(row)),))


def test_the_edition_changes_with_the_files_and_with_what_was_taught() -> None:
    plain = Syllabus(files(), CATALOGUE)
    editions = {
        plain.edition,
        Syllabus(files(samples=""), CATALOGUE).edition,
        Syllabus(files(), CATALOGUE, taught()).edition,
    }
    assert len(editions) == 3
    assert Syllabus(files(), CATALOGUE).edition == plain.edition


def test_it_is_handed_out_whole(tmp_path: Path) -> None:
    syllabus = Syllabus(files(), CATALOGUE, taught())
    path = syllabus.hand_out(tmp_path / "home", [Lesson("on trial", "noise")])
    assert Sources.read(tmp_path / "home").files == files().files
    given = Lessons.read(path)
    assert (list(given.learned), [each.text for each in given.tried]) == ([LESSON], ["on trial"])
    assert [each.id for each in given.questions] == ["own_7"]
    assert syllabus.catalogue.owner_of(LESSON.text) == "lift_broken"
    assert syllabus.catalogue.owner_of("may I borrow a stroller") == "own_7"
    assert "own_7" not in syllabus.shipped.topics
