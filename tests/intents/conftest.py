"""The real catalogue and one engine over it, built once for all the tests that read messages."""

import pytest

from intents import Catalogue, Engine


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.load()


@pytest.fixture(scope="session")
def engine(catalogue: Catalogue) -> Engine:
    return Engine(catalogue)
