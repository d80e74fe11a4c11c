"""Every mistake in the topic files is named, all at once, with its file and its line."""

from pathlib import Path

import pytest

from intents import Catalogue, CatalogueError, Category, Kind

GOOD = """\
id: dry_tap
kind: request
category: water
team: repairs
priority: P2
urgent: true
place: unit
name: {zh-Hant: 沒水, zh-Hans: 没水了, en: Dry tap}
phrases:
  zh-Hant: [水龍頭沒水]
  zh-Hans: [一滴水都没有]
  en: [my tap is dry]
"""
QUESTION = """\
id: q_fee
kind: question
category: fees_billing
team: service
name: {zh-Hant: 繳費, zh-Hans: 缴费, en: Paying}
phrases:
  zh-Hant: [管理費怎麼繳]
  zh-Hans: [物业费怎么交]
  en: [how do I pay]
answer:
  zh-Hant: 請洽{{ terms.office }}
  zh-Hans: 请联系{{ terms.office }}
  en: Ask the {{ terms.office }}
"""


def mistakes_of(folder: Path, **files: str) -> list[str]:
    for name, content in files.items():
        (folder / f"{name}.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        Catalogue.load(folder)
    return list(caught.value.mistakes)


def test_good_topics_are_read(tmp_path: Path) -> None:
    (tmp_path / "dry_tap.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "q_fee.yaml").write_text(QUESTION, encoding="utf-8")
    catalogue = Catalogue.load(tmp_path)
    assert len(catalogue) == 2
    assert catalogue["dry_tap"].category is Category.WATER
    assert catalogue["dry_tap"].phrases["en"] == ("my tap is dry",)
    assert catalogue["q_fee"].answer["en"] == "Ask the {{ terms.office }}"
    assert catalogue["q_fee"].priority is None


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ("kind: request", "kind: wish", 2, "kind 'wish' is not one of request, complaint"),
        ("category: water", "category: wine", 3, "category 'wine' is not one of water, "),
        ("team: repairs", "team: wizards", 4, "team 'wizards' is not one of repairs, "),
        ("priority: P2", "priority: P9", 5, "priority 'P9' is not one of P1, P2"),
        ("place: unit", "place: moon", 7, "place 'moon' is not one of none, unit"),
        ("place: unit", "hazard: lava", 7, "hazard 'lava' is not one of fire, gas"),
        ("place: unit", "hazard: fire", 7, "an emergency names its hazard"),
        ("place: unit", "palce: unit", 7, "palce is not known here; is place meant?"),
        ("team: repairs\n", "", 1, "team is missing"),
        ("priority: P2\n", "", 1, "a request opens a ticket and needs a priority"),
        (", en: Dry tap", "", 8, "name lacks en"),
        ("  zh-Hans: [一滴水都没有]\n", "", 9, "phrases lacks zh-Hans"),
        ("[my tap is dry]", "[]", 12, "phrases.en is empty"),
        ("[my tap is dry]", '["!!!"]', 12, "phrases.en.0 '!!!' has no words in it"),
        ("[my tap is dry]", '[""]', 12, "phrases.en.0 is empty"),
        ("沒水,", "沒水沒水沒水沒水沒水沒水沒, ", 8, "name.zh-Hant is 13 characters, at most 12"),
        (
            "Dry tap",
            "The tap is dry and has been for days",
            8,
            "name.en is 36 characters, at most 32",
        ),
        ("id: dry_tap", "id: wet_tap", 1, "id 'wet_tap' is not the file's name 'dry_tap'"),
        ("en: [my tap", "en: [[my tap", 13, "this is not YAML"),
        ("urgent: true", "team: service", 6, "'team' is here twice"),
        ("place: unit", "answer: {zh-Hant: 好, zh-Hans: 好, en: ok}", 7, "only a question has an"),
        ("urgent: true", "urgent: soon", 6, "urgent 'soon' is neither true nor false"),
        ("[my tap is dry]", "[no]", 12, "phrases.en.0 False is no text; put it in quotes"),
        ("[my tap is dry]", "my tap is dry", 12, "phrases.en: here belongs a list"),
        ("{zh-Hant: 沒水, zh-Hans: 没水了, en: Dry tap}", "Dry", 8, "name: here belong names"),
        ("en: Dry tap", "fr: Sec", 8, "name.fr is not known here"),
        ("  en: [my", "  eng: [my", 12, "phrases.eng is not known here; is en meant?"),
        ("id: dry_tap", "id: Dry tap", 1, "id 'Dry tap' has characters that do not belong"),
    ],
)
def test_a_mistake_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, sentence: str
) -> None:
    assert old in GOOD
    mistakes = mistakes_of(tmp_path, dry_tap=GOOD.replace(old, new))
    assert any(each.startswith(f"dry_tap.yaml:{line}: {sentence}") for each in mistakes), mistakes


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("answer:", "place: none\nxanswer:", "q_fee.yaml:1: a question needs an answer"),
        ("  zh-Hans: 请联系{{ terms.office }}\n", "", "q_fee.yaml:10: answer lacks zh-Hans"),
        ("Ask the {{ terms.office }}", '"{{ terms."', "q_fee.yaml:13: the answer is not a Jinja2"),
        ("Ask the", "Ask " * 120, "q_fee.yaml:13: answer.en is 499 characters, at most 450"),
    ],
)
def test_answers_are_checked(tmp_path: Path, old: str, new: str, mistake: str) -> None:
    content = QUESTION.replace(old, new).replace("xanswer:", "")
    if "place: none" in new:
        content = QUESTION[: QUESTION.index("answer:")]
    mistakes = mistakes_of(tmp_path, q_fee=content)
    assert any(each.startswith(mistake) for each in mistakes), mistakes


def test_an_emergency_is_always_urgent_and_names_its_hazard(tmp_path: Path) -> None:
    content = GOOD.replace("kind: request", "kind: emergency").replace("true", "false")
    assert mistakes_of(tmp_path, dry_tap=content) == [
        "dry_tap.yaml:1: an emergency names its hazard, and nothing else does",
        "dry_tap.yaml:6: an emergency is always urgent",
    ]


def test_one_phrase_may_not_mean_two_things_even_in_another_script(tmp_path: Path) -> None:
    other = (
        GOOD.replace("dry_tap", "no_water")
        .replace("水龍頭沒水", "水喉")
        .replace("一滴水都没有", "水龙头没水！")
    )
    other = other.replace("my tap is dry", "no water")
    assert mistakes_of(tmp_path, dry_tap=GOOD, no_water=other) == [
        "no_water.yaml:11: phrase '水龙头没水！' is also in dry_tap.yaml as '水龍頭沒水'"
    ]


def test_one_id_may_not_be_in_two_files(tmp_path: Path) -> None:
    copy = GOOD.replace("水龍頭沒水", "甲").replace("一滴水都没有", "乙").replace("my tap", "a tap")
    mistakes = mistakes_of(tmp_path, dry_tap=GOOD, zebra=copy)
    assert "zebra.yaml:1: id 'dry_tap' is also in dry_tap.yaml" in mistakes


def test_all_mistakes_of_all_files_come_together(tmp_path: Path) -> None:
    mistakes = mistakes_of(
        tmp_path,
        dry_tap=GOOD.replace("kind: request", "kind: wish").replace("team: repairs", "team: no"),
        q_fee=QUESTION.replace("fees_billing", "fees"),
        list="- a\n- b\n",
        broken="id: [",
    )
    assert len(mistakes) == 5
    assert {each.split(":")[0] for each in mistakes} == {
        "dry_tap.yaml",
        "q_fee.yaml",
        "list.yaml",
        "broken.yaml",
    }


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"id: \xff\xfe", "this is not YAML: 'utf-8' codec"),
        (b"id: 2026-13-45", "this is not YAML: month must be in 1..12"),
        (b"id: &a [*a]", "this is not YAML: "),
        (b"- a", "here belong names with their values"),
        (b"", "here belong names with their values"),
    ],
)
def test_a_file_that_holds_no_topic_at_all_is_a_mistake(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    (tmp_path / "odd.yaml").write_bytes(content)
    (mistake,) = mistakes_of(tmp_path)
    assert mistake.startswith(f"odd.yaml:1: {sentence}")


def test_a_file_that_cannot_be_read_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "dir.yaml").mkdir()
    assert mistakes_of(tmp_path) == [
        "dir.yaml:1: this cannot be read: Is a directory",
        "gone.yaml:1: this cannot be read: No such file or directory",
    ]


def test_mistakes_come_in_the_order_of_their_lines(tmp_path: Path) -> None:
    content = GOOD.replace("id: dry_tap", "id: other").replace("[my tap is dry]", '["!!!"]')
    lines = [int(each.split(":")[1]) for each in mistakes_of(tmp_path, dry_tap=content)]
    assert lines == sorted(lines)


def test_no_topics_at_all_is_a_mistake(tmp_path: Path) -> None:
    assert mistakes_of(tmp_path)[0].endswith("there is no topic here")


def test_our_topics_cover_every_category_and_kind(catalogue: Catalogue) -> None:
    assert {topic.kind for topic in catalogue} == set(Kind)
    assert {topic.category for topic in catalogue} == set(Category)


def test_our_topics_have_enough_to_go_by(catalogue: Catalogue) -> None:
    """Ten phrases a script, eight for the mainland: fewer and a topic is deaf."""
    thin = [
        (topic.id, language)
        for topic in catalogue
        if topic.kind is not Kind.QUESTION
        for language, least in {"zh-Hant": 10, "zh-Hans": 8, "en": 10, "yue": 6}.items()
        if len(topic.phrases.get(language, ())) < least
    ]
    assert thin == []
