"""In which languages, on which databases, a conversation is worth playing."""

import pytest

from db.vocabulary import Language

every_language = pytest.mark.parametrize(
    ("database_kind", "language"),
    [
        ("sqlite", Language.HANT),
        pytest.param("postgres", Language.HANS, marks=pytest.mark.postgres),
        ("sqlite", Language.EN),
    ],
    indirect=True,
    ids=str,
)
"""A journey: the language changes what is read, the database what is remembered, neither both."""

one_database = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
"""A refusal or an edge that the database has no part in."""
