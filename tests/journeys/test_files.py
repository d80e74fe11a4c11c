"""Journey: somebody edits the files while the program runs; what they write counts without a start.

The stage watches a folder of two topics, of which the engine knows one.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import SandboxClock
from bot.learning import school as schooling
from bot.learning.rereading import Watch
from bot.learning.school import FILES_EVERY
from db import lessons
from db.vocabulary import Language, LessonState
from intents import Catalogue, Engine, Lessons, Sources
from tests.journeys.matrix import every_language, one_database
from tests.journeys.schooling import FakeTraining, accepted_lesson
from tests.journeys.stage import Message, Stage
from tests.learning.files import POOL, TAP, files

OPENING = {
    Language.HANT: "泳池幾點開",
    Language.HANS: "游泳池几点开门",
    Language.EN: "when does the pool open",
}
AT_EIGHT = POOL.replace("七點", "八點").replace("七点", "八点").replace('"At {{', '"Open {{')
SAID = {Language.HANT: "八點", Language.HANS: "八点", Language.EN: "Open from May"}
WITHOUT_TEAM = AT_EIGHT.replace("team: service\n", "")
TOLD = {
    Language.HANT: "・q_pool.yaml:1 少了 team，請補上。",
    Language.HANS: "・q_pool.yaml:1 缺了 team，请补上。",
    Language.EN: "・q_pool.yaml:1 team is missing. Please add it.",
}


class School:
    """The stage's school, with a folder of its own and a training that takes no time."""

    def __init__(self, stage: Stage, home: Path) -> None:
        self.stage = stage
        self.home = home
        self.training = FakeTraining(stage.guanjia.library.catalogue)
        self.engines: list[tuple[Catalogue, Sources]] = []
        self.real = stage.guanjia.school
        self.real.run = self.training
        self.real.engine_from = self._engine_from
        files().write(home)
        self.real.watch = Watch(files(), home)

    def _engine_from(self, catalogue: Catalogue, home: Path) -> Engine:
        """Of what it was learned from, understanding as before."""
        self.engines.append((catalogue, Sources.read(home)))
        engine = self.stage.guanjia.library.engine
        topics = Catalogue({**engine.catalogue.topics, **catalogue.topics})
        return Engine(topics, engine._model, engine._rules)

    async def write(self, sources: Sources) -> None:
        for name, content in sources.files.items():
            (self.home / name).write_bytes(content)
        await self.look()

    async def look(self) -> None:
        for _ in range(3):
            self.pass_time()
            await self.stage.guanjia.ticker.tick()
            await self.real.settled()
        await self.stage.guanjia.settle()

    def pass_time(self) -> None:
        """Until the files are looked at again."""
        clock = self.stage.guanjia.clock
        assert isinstance(clock, SandboxClock)
        clock.move_to(clock.now() + FILES_EVERY)

    async def told(self) -> list[Message]:
        messages = await self.stage.messages("mei")
        return [each for each in messages if each.text.startswith("⚠️")]


@pytest.fixture
def school(stage: Stage, tmp_path: Path) -> School:
    return School(stage, tmp_path / "home")


@pytest.fixture
def hant_school(hant_stage: Stage, tmp_path: Path) -> School:
    return School(hant_stage, tmp_path / "home")


async def answer(stage: Stage) -> str:
    return (await stage.say("alice", OPENING[stage.language])).one_to("alice").text


@every_language
async def test_what_is_written_counts_at_once_and_is_learned(school: School, stage: Stage) -> None:
    school.training.broken = True
    await school.write(files(pool=AT_EIGHT))
    assert SAID[stage.language] in await answer(stage), "before anything was learned"
    assert not school.engines

    school.training.broken = False
    await stage.wait("11m")
    await school.look()
    [(catalogue, sources)] = school.engines
    assert sources == files(pool=AT_EIGHT)
    assert school.training.learned_from == [sources], "the very same, byte for byte"
    assert set(catalogue.topics) == {"tap", "q_pool"}
    assert SAID[stage.language] in await answer(stage)


@every_language
async def test_a_mistake_changes_nothing_and_is_told_once(school: School, stage: Stage) -> None:
    known = stage.guanjia.school.knowledge
    before = await answer(stage)
    await school.write(files(pool=WITHOUT_TEAM, samples="- {kind: wish}"))
    [told] = await school.told()
    assert TOLD[stage.language] in told.text
    assert "・samples/en.yaml:1 kind" in told.text
    assert await answer(stage) == before
    assert stage.guanjia.school.knowledge is known

    await school.look()
    await school.write(files(pool=WITHOUT_TEAM, samples="- {kind: wish}"))
    assert len(await school.told()) == 1, "the same again"
    await school.write(files(pool=WITHOUT_TEAM))
    assert len(await school.told()) == 2, "another content"
    assert not school.engines

    await school.write(files(pool=AT_EIGHT))
    assert SAID[stage.language] in await answer(stage), "it is mended"
    assert len(school.engines) == 1
    assert len(await school.told()) == 2


@one_database
async def test_an_answer_that_a_community_cannot_quote_is_a_mistake(
    hant_school: School, hant_stage: Stage
) -> None:
    before = await answer(hant_stage)
    await hant_school.write(files(pool=POOL.replace("pool_hours", "pool_ours")))
    [told] = await hant_school.told()
    assert "q_pool.yaml:13" in told.text
    assert "pool_ours" in told.text
    assert await answer(hant_stage) == before


@one_database
async def test_of_many_mistakes_the_first_are_told_and_the_rest_counted(
    hant_school: School,
) -> None:
    await hant_school.write(files(samples="- {kind: wish}\n" * 20))
    [told] = await hant_school.told()
    assert told.text.count("・samples/en.yaml:") == 8
    assert "52 處" in told.text
    assert len(told.text) < 2_000


@one_database
async def test_a_mistake_that_is_taken_back_was_none(hant_school: School) -> None:
    await hant_school.write(files(pool=AT_EIGHT))
    await hant_school.write(files(pool=WITHOUT_TEAM))
    await hant_school.write(files(pool=AT_EIGHT))
    assert len(await hant_school.told()) == 1
    assert len(hant_school.engines) == 1, "nothing is learned twice"


@one_database
async def test_while_the_files_have_mistakes_lessons_are_learned_from_those_that_had_none(
    hant_school: School, hant_stage: Stage
) -> None:
    await hant_school.write(files(pool=AT_EIGHT))
    await hant_school.write(files(pool=WITHOUT_TEAM))
    school = hant_stage.guanjia.school
    await school.relearn()
    await school.try_out([])
    assert hant_school.engines[-1][1] == files(pool=AT_EIGHT)
    assert hant_school.training.learned_from[-1] == files(pool=AT_EIGHT)


@one_database
async def test_what_is_written_while_a_training_goes_on_is_learned_after_it(
    hant_school: School, hant_stage: Stage
) -> None:
    go_on, school = asyncio.Event(), hant_stage.guanjia.school

    async def slowly(arguments: Sequence[str]) -> str:
        printed = await hant_school.training(arguments)
        await go_on.wait()
        return printed

    school.run = slowly
    for sources in (files(tap=TAP + "urgent: true\n"), files(pool=AT_EIGHT)):
        for name, content in sources.files.items():
            (hant_school.home / name).write_bytes(content)
        for _ in range(3):
            hant_school.pass_time()
            await school.refresh()
            assert school._reading is None or await asyncio.wait({school._reading})
    assert "八點" in await answer(hant_stage), "nobody waits for the training"
    go_on.set()
    await school.settled()
    written = [files(tap=TAP + "urgent: true\n"), files(pool=AT_EIGHT)]
    assert hant_school.training.learned_from == written
    assert [sources for _, sources in hant_school.engines] == written
    assert not any(hant_stage.guanjia.settings.learning.glob("lessons-*"))


@one_database
async def test_topics_that_are_gone_are_known_until_the_engine_has_forgotten_them(
    hant_school: School, hant_stage: Stage
) -> None:
    school = hant_stage.guanjia.school
    hant_school.training.broken = True
    await hant_school.write(files(tap=TAP + "urgent: true\n"))
    assert school.knowledge.catalogue["tap"].urgent
    assert len(school.knowledge.catalogue) > 200
    ticket = (await hant_stage.say("alice", "12樓電梯壞了")).one_to("staff")
    assert hant_stage.guanjia.library.catalogue["lift_out_of_order"].name["zh-Hant"] in ticket.text


@one_database
async def test_a_managers_letter_that_cannot_be_written_is_written_later(
    hant_school: School,
    hant_stage: Stage,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def broken(*_: object) -> None:
        raise SQLAlchemyError("the database is gone")

    monkeypatch.setattr(schooling, "tell_of_mistakes", broken)
    await hant_school.write(files(pool=WITHOUT_TEAM))
    monkeypatch.undo()
    await hant_school.look()
    assert not await hant_school.told()
    assert caplog.text.count("could not be read again") == 1
    await hant_stage.wait("11m")
    await hant_school.look()
    assert len(await hant_school.told()) == 1


@one_database
async def test_what_could_not_be_taken_in_is_read_again_later(
    hant_school: School,
    hant_stage: Stage,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("no memory for that")

    monkeypatch.setattr(schooling, "until_learned", broken)
    await hant_school.write(files(pool=AT_EIGHT))
    monkeypatch.undo()
    assert caplog.text.count("could not be read again") == 1
    assert "八點" not in await answer(hant_stage)
    await hant_stage.wait("11m")
    await hant_school.look()
    assert "八點" in await answer(hant_stage)


@one_database
async def test_a_trial_knows_what_was_learned_while_it_waited(
    hant_school: School, hant_stage: Stage
) -> None:
    school, go_on, known = hant_stage.guanjia.school, asyncio.Event(), []

    async def run(arguments: Sequence[str]) -> str:
        if arguments[0] == "train":
            await go_on.wait()
        else:
            path = arguments[list(arguments).index("--lessons") + 1]
            known.extend(each.text for each in Lessons.read(Path(path)).learned)
        return await hant_school.training(arguments)

    school.run = run
    training = asyncio.create_task(school.relearn())
    await asyncio.sleep(0)
    trial = asyncio.create_task(school.try_out([]))
    for _ in range(5):
        await hant_stage.guanjia.settle()
    await accepted_lesson(hant_stage, "水龍頭滴答滴", "tap")
    async with hant_stage.guanjia.database.transaction() as session:
        await lessons.settle(session, 1, LessonState.LEARNED, {}, hant_stage.now)
    go_on.set()
    await asyncio.gather(training, trial)
    assert known == ["水龍頭滴答滴"]
