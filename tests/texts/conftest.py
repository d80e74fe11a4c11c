"""The texts, and the option that writes the golden files again."""

import pytest

from bot.texts import Texts, load_texts
from db.vocabulary import Language
from tests.texts.samples import samples
from tests.texts.samples.world import rendered


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--golden-write",
        action="store_true",
        help="write tests/texts/golden/ from what is said now; then read the difference",
    )


@pytest.fixture(scope="session")
def texts() -> Texts:
    return load_texts()


Said = dict[Language, list[tuple[str, str]]]


@pytest.fixture(scope="session")
def said(texts: Texts) -> Said:
    """Every text by name, in every way it can be said, in each language."""
    return {
        language: [
            (name, rendered(texts, name, language, values))
            for name in sorted(texts.names)
            for values in samples(name)
        ]
        for language in Language
    }


@pytest.fixture
def writes_golden(request: pytest.FixtureRequest) -> bool:
    """False too where the whole suite runs: this file is then read too late for its option."""
    return bool(request.config.getoption("golden_write", default=False))
