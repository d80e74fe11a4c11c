"""Lessons and own questions beside the shipped topics: taught, never taken from another."""

from pathlib import Path

import pytest

from intents import Catalogue, Category, Kind, LeftOut, Lesson, Lessons, Team, Topic


def topic(name: str, *phrases: str) -> Topic:
    return Topic(
        id=name,
        kind=Kind.QUESTION,
        category=Category.OTHER,
        team=Team.SERVICE,
        name={"zh-Hant": name[:12], "zh-Hans": name[:12], "en": name},
        phrases={"zh-Hant": phrases, "zh-Hans": phrases, "en": phrases},
        answer={"zh-Hant": "好", "zh-Hans": "好", "en": "Yes"},
    )


def own(number: int, *phrases: str) -> Topic:
    made = topic(f"own_{number}", "…x")
    return Topic.model_validate({**made.model_dump(), "phrases": {"zh-Hant": phrases}})


SHIPPED = Catalogue(
    {"q_pool": topic("q_pool", "泳池幾點開"), "q_gym": topic("q_gym", "健身房幾點開")}
)


def phrases_of(catalogue: Catalogue, topic_id: str) -> set[str]:
    return {each for some in catalogue[topic_id].phrases.values() for each in some}


def test_a_lesson_is_one_more_phrase_of_its_topic() -> None:
    taught = SHIPPED.with_lessons([Lesson("能游泳嗎", "q_pool")])
    assert phrases_of(taught, "q_pool") == {"泳池幾點開", "能游泳嗎"}
    assert taught.owner_of("能游泳吗？") == "q_pool"
    assert SHIPPED.owner_of("能游泳嗎") is None, "the shipped one is as it was"
    assert taught.left_out == ()


def test_what_is_another_topics_is_left_out_and_reported() -> None:
    taught = SHIPPED.with_lessons(
        [
            Lesson("泳池几点开？", "q_gym"),
            Lesson("能動嗎", "q_gym"),
            Lesson("能動嗎", "q_pool"),
            Lesson("什麼", "q_gone"),
        ]
    )
    assert phrases_of(taught, "q_gym") == {"健身房幾點開", "能動嗎"}
    assert phrases_of(taught, "q_pool") == {"泳池幾點開"}
    assert taught.left_out == (
        LeftOut("泳池几点开？", "q_gym", "q_pool"),
        LeftOut("能動嗎", "q_pool", "q_gym"),
        LeftOut("什麼", "q_gone", None),
    )


def test_what_is_known_already_is_not_taught_twice() -> None:
    taught = SHIPPED.with_lessons(
        [Lesson("泳池幾點開！", "q_pool"), Lesson("泳池幾點開", "q_pool")]
    )
    assert taught["q_pool"] == SHIPPED["q_pool"]
    assert taught.left_out == ()


def test_an_own_question_needs_no_more_than_one_language() -> None:
    taught = SHIPPED.with_lessons([Lesson("停車呢", "own_1")], [own(1, "訪客停車")])
    assert phrases_of(taught, "own_1") == {"訪客停車", "停車呢"}
    assert taught["own_1"].is_own
    assert not taught["q_pool"].is_own


def test_an_own_question_whose_words_are_taken_stays_without_words() -> None:
    taught = SHIPPED.with_lessons([], [own(1, "泳池幾點開")])
    assert phrases_of(taught, "own_1") == set()
    assert taught.owner_of("泳池幾點開") == "q_pool"
    assert taught.left_out == (LeftOut("泳池幾點開", "own_1", "q_pool"),)


def test_two_communities_may_ask_the_same() -> None:
    taught = SHIPPED.with_lessons([], [own(1, "訪客停車"), own(2, "訪客停車")])
    assert phrases_of(taught, "own_1") == phrases_of(taught, "own_2") == {"訪客停車"}


def test_the_file_holds_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "lessons.json"
    given = Lessons((Lesson("a", "q_pool"),), (Lesson("b", "q_gym"),), (own(1, "訪客停車"),))
    given.write(path)
    assert Lessons.read(path) == given


@pytest.mark.parametrize("content", ["[]", "{}", '{"learned": [{"said": "a"}]}', "not JSON"])
def test_another_file_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "lessons.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=r".+"):
        Lessons.read(path)
