"""Samples are read with all their answers, and every mistake in them is told with its line."""

from pathlib import Path

import pytest

from intents import CatalogueError, Category, Kind, samples
from intents.samples import Sample

GOOD = '- {kind: request, category: water, text: "水龍頭滴水"}\n'


def written(folder: Path, content: str, name: str = "en.yaml") -> Path:
    (folder / name).write_text(content, encoding="utf-8")
    return folder


def mistakes(folder: Path) -> tuple[str, ...]:
    with pytest.raises(CatalogueError) as caught:
        samples.load(folder)
    return caught.value.mistakes


@pytest.mark.parametrize(
    ("entry", "sample"),
    [
        (
            '{kind: request, category: water, text: "a tap drips"}',
            Sample("a tap drips", Kind.REQUEST, Category.WATER),
        ),
        (
            "{kind: complaint, also: [request], category: noise, urgent: yes, hard: yes, text: 吵}",
            Sample("吵", Kind.COMPLAINT, Category.NOISE, (Kind.REQUEST,), urgent=True, hard=True),
        ),
        (
            "{kind: emergency, category: gas, text: gas}",
            Sample("gas", Kind.EMERGENCY, Category.GAS, urgent=True),
        ),
    ],
)
def test_a_sample_is_read(tmp_path: Path, entry: str, sample: Sample) -> None:
    assert samples.load(written(tmp_path, f"- {entry}\n")) == (sample,)


def test_its_kinds_are_the_first_and_the_others() -> None:
    sample = Sample("吵", Kind.COMPLAINT, Category.NOISE, (Kind.REQUEST, Kind.STATUS))
    assert sample.kinds == (Kind.COMPLAINT, Kind.REQUEST, Kind.STATUS)


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ("just words", "a sample is {kind, category, text}"),
        ("{kind: wish, category: water, text: a}", "kind 'wish' is not one of request, complaint"),
        ("{category: water, text: a}", "kind None is not one of request"),
        ("{kind: request, category: wet, text: a}", "category 'wet' is not one of water"),
        ("{kind: request, category: water, mood: bad, text: a}", "mood is not known here"),
        ("{kind: request, category: water, ugent: on, text: a}", "here; is urgent meant?"),
        ("{kind: request, category: water, also: status, text: a}", "also 'status' is not a list"),
        ("{kind: request, category: water, also: [up], text: a}", "also ['up'] is not a list"),
        ("{kind: request, category: water, also: [request], text: a}", "also repeats the kind"),
        ("{kind: request, category: water, urgent: very, text: a}", "urgent 'very' is neither"),
        ("{kind: request, category: water, hard: 1, text: a}", "hard 1 is neither true nor false"),
        ("{kind: request, category: water}", "text None has no words in it"),
        ("{kind: request, category: water, text: 12}", "text 12 has no words in it"),
        ('{kind: request, category: water, text: " "}', "text ' ' has no words in it"),
        ("{kind: [request], category: water, text: a}", "kind ['request'] is not one of"),
        ("{kind: request, category: water, also: [[request]], text: a}", "is not a list of kinds"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_line(
    tmp_path: Path, entry: str, sentence: str
) -> None:
    [mistake] = mistakes(written(tmp_path, f"# a comment\n{GOOD}- {entry}\n{GOOD}"))
    assert mistake.startswith("samples/en.yaml:3: ")
    assert sentence in mistake


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("kind: request\n", 1),
        ("", 1),
        (f"{GOOD}- {{kind: request\n- x: [", 3),
        (f"{GOOD}- !!python/object:os.system {{}}\n", 2),
    ],
)
def test_a_file_that_is_no_list_of_samples_is_a_mistake(
    tmp_path: Path, content: str, line: int
) -> None:
    [mistake] = mistakes(written(tmp_path, content))
    assert mistake.startswith(f"samples/en.yaml:{line}: ")


def test_bytes_that_are_no_text_are_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "en.yaml").write_bytes(b"- \xff\xfe\xff")
    [mistake] = mistakes(tmp_path)
    assert mistake.startswith("samples/en.yaml:1: this is not YAML")


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    written(tmp_path, "- {kind: wish, category: wet, text: a}\n", "a.yaml")
    written(tmp_path, f"{GOOD}- words\n", "b.yaml")
    found = [each.split(": ")[0] for each in mistakes(tmp_path)]
    assert found == ["samples/a.yaml:1", "samples/a.yaml:1", "samples/b.yaml:2"]


def test_the_same_words_may_not_mean_two_things(tmp_path: Path) -> None:
    written(tmp_path, GOOD, "a.yaml")
    written(tmp_path, '- {kind: question, category: water, text: "水龙头滴水！"}\n', "b.yaml")
    [mistake] = mistakes(tmp_path)
    assert mistake == (
        "samples/b.yaml:1: '水龙头滴水！' is a question about water, "
        "and at samples/a.yaml:1 a request about water"
    )


def test_the_same_words_may_mean_the_same_twice(tmp_path: Path) -> None:
    assert len(samples.load(written(tmp_path, GOOD + GOOD))) == 2


def test_samples_of_pictures_alone_are_not_the_same_words(tmp_path: Path) -> None:
    written(tmp_path, "- {kind: other, category: other, text: '？'}\n", "a.yaml")
    written(tmp_path, "- {kind: question, category: other, text: '！'}\n", "b.yaml")
    assert len(samples.load(tmp_path)) == 2


def test_an_empty_folder_has_no_samples(tmp_path: Path) -> None:
    assert samples.load(tmp_path) == ()


def test_the_shipped_samples_are_right() -> None:
    shipped = samples.load()
    assert len(shipped) > 500
    assert {sample.kind for sample in shipped} == set(Kind)
    assert {sample.category for sample in shipped} == set(Category)
    assert any(sample.hard for sample in shipped)
    assert not all(sample.hard for sample in shipped)
