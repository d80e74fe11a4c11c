"""What Telegram shows of the bot before anybody has spoken: its commands, per role and language."""

import logging

from sqlalchemy import select
from telegram import Bot, BotCommand, BotCommandScopeChat, BotCommandScopeDefault
from telegram.error import TelegramError

from bot.texts import Texts
from db.models import Community, Membership, Person, Team
from db.session import Database
from db.vocabulary import Language, StaffRole

_log = logging.getLogger(__name__)

EVERYBODY = (
    "start",
    "new",
    "mytickets",
    "language",
    "quiet",
    "household",
    "help",
    "mydata",
    "cancel",
)
STAFF = (*EVERYBODY, "queue", "find", "duty")
DIRECTORS = (*STAFF, "invite", "warnings", "figures")
MANAGERS = (
    *STAFF,
    "invite",
    "reminders",
    "warnings",
    "broadcast",
    "templates",
    "works",
    "meeting",
    "drill",
    "teach",
    "figures",
    "replies",
)

_MENUS = {StaffRole.MANAGER: MANAGERS, StaffRole.DIRECTOR: DIRECTORS}


async def introduce(bot: Bot, texts: Texts, database: Database) -> None:
    """Set the command menus, and say in the log where a group lacks a right. Fails softly."""
    try:
        await bot.set_my_commands(
            commands(texts, EVERYBODY, Language.HANT), BotCommandScopeDefault()
        )
        await bot.set_my_commands(
            commands(texts, EVERYBODY, Language.EN), BotCommandScopeDefault(), language_code="en"
        )
        for person, role in await _posts(database):
            names = _MENUS.get(role, STAFF)
            await bot.set_my_commands(
                commands(texts, names, person.language), BotCommandScopeChat(person.telegram_id)
            )
        for chat_id in await _groups(database):
            await _check_group(bot, chat_id)
    except TelegramError as error:
        _log.warning("the command menus could not be set: %s", error)


def commands(texts: Texts, names: tuple[str, ...], language: Language) -> list[BotCommand]:
    return [BotCommand(name, texts.words(f"commands.{name}", language, {})) for name in names]


async def _posts(database: Database) -> list[tuple[Person, StaffRole]]:
    """Each person once, with the role that may do most."""
    async with database.reading() as session:
        rows = await session.execute(
            select(Person, Membership.role)
            .join(Membership, Membership.person_id == Person.id)
            .order_by(Person.id)
        )
        highest: dict[int, tuple[Person, StaffRole]] = {}
        for person, role in rows:
            known = highest.get(person.id)
            if known is None or len(_MENUS.get(role, STAFF)) > len(_MENUS.get(known[1], STAFF)):
                highest[person.id] = (person, role)
    return list(highest.values())


async def _groups(database: Database) -> list[int]:
    async with database.reading() as session:
        found = await session.scalars(
            select(Team.forum_chat_id)
            .join(Community, Community.id == Team.community_id)
            .where(Team.forum_chat_id.is_not(None))
            .distinct()
        )
        return [chat_id for chat_id in found if chat_id is not None]


async def _check_group(bot: Bot, chat_id: int) -> None:
    try:
        member = await bot.get_chat_member(chat_id, bot.id)
    except TelegramError as error:
        _log.warning("the group %s cannot be seen: %s", chat_id, error)
        return
    if not getattr(member, "can_manage_topics", False):
        _log.warning(
            "in the group %s the bot is no administrator with the right to manage topics: "
            "tickets get no topics there",
            chat_id,
        )
