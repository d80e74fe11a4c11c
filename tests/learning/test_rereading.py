"""Files that are written while the program runs: told once, when they are whole, and proofread."""

import os
from pathlib import Path

import pytest

from bot.learning.rereading import Watch, proofread
from db.models import Community
from db.vocabulary import Language, Region
from intents import Catalogue, CatalogueError, Sources
from tests.learning.files import POOL, SAMPLE, TAP, files

NOTHING_BEFORE = Catalogue({})


@pytest.fixture
def home(tmp_path: Path) -> Path:
    files().write(tmp_path / "home")
    return tmp_path / "home"


def community(code: str = "greenlake", **facts: str) -> Community:
    return Community(
        code=code,
        names={language.value: "Greenlake" for language in Language},
        region=Region.TW,
        language=Language.HANT,
        timezone="Asia/Taipei",
        office_phone="02-2345-6789",
        office_opens="08:30",
        office_closes="21:00",
        facts={name: {each.value: words for each in Language} for name, words in facts.items()},
    )


def looks(watch: Watch, times: int = 3) -> list[Sources]:
    return [news for news in (watch.news() for _ in range(times)) if news is not None]


def test_nothing_written_is_no_news(home: Path) -> None:
    assert looks(Watch(files(), home)) == []


def test_what_is_written_is_told_once(home: Path) -> None:
    watch = Watch(files(), home)
    looks(watch)
    other = files(tap=TAP.replace("en: Tap", "en: Faucet"))
    (home / "topics/tap.yaml").write_bytes(other.files["topics/tap.yaml"])
    assert looks(watch) == [other]
    assert looks(watch) == []


def test_what_was_written_before_the_first_look_is_told_too(home: Path) -> None:
    (home / "samples/en.yaml").write_text(SAMPLE * 2)
    assert looks(Watch(files(), home)) == [files(samples=SAMPLE * 2)]


def test_nobody_is_told_of_a_file_that_is_still_being_written(home: Path) -> None:
    watch, path = Watch(files(), home), home / "samples/en.yaml"
    looks(watch)
    for times in range(2, 5):
        path.write_text(SAMPLE * times)
        assert watch.news() is None
    assert watch.news() == files(samples=SAMPLE * 4)


def test_a_file_that_is_written_while_it_is_read_is_told_when_it_is_done(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch, path = Watch(files(), home), home / "samples/en.yaml"
    looks(watch)
    path.write_text(SAMPLE * 2)
    read = Sources.read

    def write_meanwhile(home: Path) -> Sources:
        sources = read(home)
        path.write_text(SAMPLE * 3)
        return sources

    monkeypatch.setattr(Sources, "read", write_meanwhile)
    assert looks(watch) == []
    monkeypatch.undo()
    assert looks(watch) == [files(samples=SAMPLE * 3)]


def test_a_file_that_leads_nowhere_is_passed_over(home: Path) -> None:
    (home / "topics/a.yaml").symlink_to(home / "elsewhere")
    assert looks(Watch(files(), home)) == []


def test_a_file_that_may_not_be_read_is_told_once_it_may(
    home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A folder stands where the file should be; so it fails for the mightiest user, too."""
    watch, path = Watch(files(), home), home / "samples/en.yaml"
    path.unlink()
    path.mkdir()
    assert looks(watch) == []
    assert caplog.text.count("cannot be read again") == 1
    path.rmdir()
    path.write_text(SAMPLE * 2)
    assert looks(watch) == [files(samples=SAMPLE * 2)]


def test_the_same_words_saved_again_are_no_news(home: Path) -> None:
    watch = Watch(files(), home)
    looks(watch)
    os.utime(home / "topics/tap.yaml", (1, 1))
    assert looks(watch) == []


def test_what_is_taken_back_is_news_again(home: Path) -> None:
    watch, path = Watch(files(), home), home / "samples/en.yaml"
    path.write_text("- oh")
    assert looks(watch) == [files(samples="- oh")]
    path.write_text(SAMPLE)
    assert looks(watch) == [files()]


def test_what_could_not_be_dealt_with_is_told_again(home: Path) -> None:
    watch = Watch(files(), home)
    (home / "samples/en.yaml").write_text(SAMPLE * 2)
    told = looks(watch)
    watch.tell_again()
    assert looks(watch) == told


def mistakes(sources: Sources, *communities: Community, before: Catalogue = NOTHING_BEFORE) -> str:
    with pytest.raises(CatalogueError) as caught:
        proofread(sources, before, communities)
    return str(caught.value)


def test_files_without_a_mistake_are_a_catalogue() -> None:
    read = proofread(files(), NOTHING_BEFORE, [community(pool_hours="7")])
    assert set(read.topics) == {"tap", "q_pool"}
    assert read["q_pool"].answer["zh-Hans"] == "七点"


def test_all_mistakes_in_all_files_are_told_together() -> None:
    spoilt = files(TAP.replace("water", "wine"), POOL.replace("team: service\n", ""), "- oh")
    cues = spoilt.files["rules.yaml"].replace(b"not_urgent:", b"unhurried:")
    found = mistakes(Sources({**spoilt.files, "rules.yaml": cues}))
    told = [line.split(":")[0] for line in found.splitlines()]
    assert told == ["q_pool.yaml", "rules.yaml", "rules.yaml", "samples/en.yaml", "tap.yaml"]


def test_files_that_are_all_gone_are_a_mistake() -> None:
    cues = {name: some for name, some in files().files.items() if "/" not in name}
    assert mistakes(Sources(cues)) == "topics:1: there is no topic here"


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ("{{ facts.pool_ours }}", "has no attribute 'pool_ours'"),
        ("{{ fact.pool_hours }}", "'fact' is undefined"),
        ("{{ 1 / 0 }}", "division by zero"),
    ],
)
def test_an_answer_that_cannot_be_said_is_a_mistake(answer: str, problem: str) -> None:
    found = mistakes(
        files(pool=POOL.replace("{{ facts.pool_hours }}", answer)), community(pool_hours="7")
    )
    assert found.startswith("q_pool.yaml:13: the answer cannot be said in greenlake: ")
    assert found.endswith(problem)


def test_an_answer_has_to_be_sayable_in_every_community() -> None:
    both = community(pool_hours="7"), community("oldtown")
    assert "in oldtown" in mistakes(files(), *both)


def test_an_answer_that_was_there_before_is_left_alone() -> None:
    poor, before = community(), proofread(files(), NOTHING_BEFORE, [])
    assert proofread(files(TAP.replace("en: Tap", "en: Faucet")), before, [poor])
    assert "has no attribute" in mistakes(
        files(pool=POOL.replace("At {{", "From {{")), poor, before=before
    )
