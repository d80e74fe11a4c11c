"""Every mistake at once: settings, database, texts, topics, samples, words, answers, notices."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot import community_file, faq, quick_replies
from bot.config import Settings
from bot.texts import TextError, load_texts
from db import people
from db.migrate import is_current
from db.models import Community
from db.session import Database
from db.vocabulary import TeamCode
from intents import Catalogue, CatalogueError, samples
from intents.rules import Rules
from intents.shapes import check_words
from reminders import proofreading
from reminders.notices import Notices, NoticesError


@dataclass(frozen=True)
class Findings:
    """One sentence each; no mistakes where all is in order."""

    mistakes: list[str] = field(default_factory=list)
    advice: list[str] = field(default_factory=list)
    """What a careful editor would mend, and nothing depends on."""


async def everything(settings: Settings, today: date) -> Findings:
    found = Findings()
    mistakes = found.mistakes
    _gather(mistakes, load_texts, TextError)
    catalogue = _gather(mistakes, Catalogue.load, CatalogueError)
    for read in (samples.load, Rules, check_words):
        _gather(mistakes, read, CatalogueError)
    _gather(mistakes, quick_replies.shipped, quick_replies.QuickRepliesError)
    notices = _gather(mistakes, Notices.load, NoticesError)
    if notices is not None:
        _proofread(found, notices, today)
    demo = _gather(
        mistakes,
        lambda: community_file.read(community_file.DEMO),
        community_file.CommunityFileError,
    )
    if catalogue is not None:
        mistakes.extend(_teams(catalogue))
    if catalogue is not None and demo is not None:
        mistakes.extend(_answers(catalogue, _as_community(demo)))
    mistakes.extend(await _database(settings, catalogue))
    return found


def _proofread(found: Findings, notices: Notices, today: date) -> None:
    for remark in proofreading.remarks(notices, today):
        (found.mistakes if remark.blocks else found.advice).append(remark.sentence)


def _gather(mistakes: list[str], read: Callable[[], Any], error_type: type[Exception]) -> Any:
    try:
        return read()
    except error_type as error:
        mistakes.extend(getattr(error, "mistakes", [str(error)]))
        return None


def _teams(catalogue: Catalogue) -> list[str]:
    known = {code.value for code in TeamCode}
    return [
        f"topic {topic.id}: there is no team {topic.team!r}"
        for topic in catalogue
        if topic.team.value not in known
    ]


def _as_community(file: community_file.CommunityFile) -> Community:
    return Community(
        code=file.code,
        names=file.names.by_language(),
        region=file.region,
        language=file.language,
        timezone=file.timezone,
        office_phone=file.office.phone,
        office_opens=file.office.opens,
        office_closes=file.office.closes,
        facts={name: words.by_language() for name, words in file.facts.items()},
    )


def _answers(catalogue: Catalogue, community: Community) -> list[str]:
    return [
        f"community {community.code}: answer {each.topic.id} in {each.language.value}: "
        f"{each.problem}"
        for each in faq.unsayable(catalogue, [community])
    ]


async def _database(settings: Settings, catalogue: Catalogue | None) -> list[str]:
    database = Database(settings.database)
    try:
        if not settings.database_url and not (settings.data / "guanjia.db").exists():
            return []  # the first run makes it
        if not await is_current(database):
            return ["database: its tables are older than this version; the next run upgrades them"]
        async with database.reading() as session:
            found = await people.communities(session)
        return [
            mistake
            for community in found
            for mistake in (_answers(catalogue, community) if catalogue else [])
        ]
    except (SQLAlchemyError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        return [f"database: cannot be reached: {reason}"]
    finally:
        await database.close()
