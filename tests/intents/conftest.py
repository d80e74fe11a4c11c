"""The real catalogue and one engine over it, built once for all the tests that read messages."""

from pathlib import Path

import pytest

from intents import Catalogue, Engine, ready


@pytest.fixture(scope="session")
def catalogue(engine: Engine) -> Catalogue:
    return engine.catalogue


@pytest.fixture(scope="session")
def engine(learned: Path) -> Engine:
    return ready(learned)
