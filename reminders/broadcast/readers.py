"""Who reads which of the languages that a letter was written in, how it calls them, and what of
their own it answers; all of it told to the database, which writes the copies."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, case, cast, func
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import OutboxLetter, Person
from db.once import table_of
from db.vocabulary import Language


def read_in(written: Collection[Language], fallback: Language) -> dict[Language, Language]:
    """Reader's language → the language they get: their own, the community's, or the first."""
    otherwise = fallback if fallback in written else next(iter(written))
    return {reader: reader if reader in written else otherwise for reader in Language}


def by_language(values: Mapping[Language, ColumnElement[Any]]) -> ColumnElement[Any]:
    people = table_of(Person)
    return case(*((people.c.language == reader, value) for reader, value in values.items()))


def addressee(reads: Mapping[Language, Language]) -> ColumnElement[Any]:
    """How the person is called in the language of the letter."""
    people = table_of(Person)
    known = {
        reader: people.c.names[language.value].as_string() for reader, language in reads.items()
    }
    return func.coalesce(func.nullif(by_language(known), ""), people.c.name)


def in_reply_to(session: AsyncSession, message_id: ColumnElement[Any]) -> ColumnElement[Any]:
    """What each copy has of its own: {"reply_to": …}, null where the earlier one is not known."""
    as_json = table_of(OutboxLetter).c.body.type
    if session.get_bind().dialect.name == "sqlite":
        return func.json_object("reply_to", message_id, type_=as_json)
    return cast(func.json_build_object("reply_to", message_id), as_json)
