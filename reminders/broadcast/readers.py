"""Who reads which of the languages that a letter was written in, and how it calls them."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, case, func

from db.models import Person
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
