"""The sandbox survives `kill -9`: every change is on its way to disk before anybody hears of it."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from bot.sandbox.shapes import Json

_TABLES = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS entries (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (kind, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS contents (key TEXT PRIMARY KEY, content BLOB NOT NULL);
"""


class Journal:
    """One JSON document for each thing there is, by kind and key.

    Without a path nothing is kept. The process may die at any moment and lose nothing that was
    committed; the machine may not (`synchronous = OFF`): this is a playground.
    """

    def __init__(self, path: Path | None) -> None:
        self._connection: sqlite3.Connection | None = None
        self._is_changed = False
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            # One process and one thread at a time use it: the event loop's.
            self._connection = sqlite3.connect(path, check_same_thread=False)
            self._connection.executescript(_TABLES)

    @property
    def keeps(self) -> bool:
        return self._connection is not None

    def put(self, kind: str, key: object, document: Json) -> None:
        if self._connection is None:
            return
        self._is_changed = True
        self._connection.execute(
            "INSERT OR REPLACE INTO entries VALUES (?, ?, ?)",
            (kind, str(key), json.dumps(document)),
        )

    def drop(self, kind: str, key: object) -> None:
        if self._connection is None:
            return
        self._is_changed = True
        self._connection.execute("DELETE FROM entries WHERE kind = ? AND key = ?", (kind, str(key)))

    def put_content(self, key: str, content: bytes) -> None:
        if self._connection is None:
            return
        self._is_changed = True
        self._connection.execute("INSERT OR REPLACE INTO contents VALUES (?, ?)", (key, content))

    def commit(self) -> None:
        if self._connection is not None and self._is_changed:
            self._connection.commit()
            self._is_changed = False

    def entries(self, kind: str) -> Iterator[tuple[str, Json]]:
        if self._connection is None:
            return
        rows = self._connection.execute(
            "SELECT key, document FROM entries WHERE kind = ?", (kind,)
        ).fetchall()
        for key, document in rows:
            yield key, json.loads(document)

    def content(self, key: str) -> bytes:
        assert self._connection is not None, "only a journal that keeps things is asked for them"
        row = self._connection.execute(
            "SELECT content FROM contents WHERE key = ?", (key,)
        ).fetchone()
        return bytes(row[0])

    def close(self) -> None:
        if self._connection is not None:
            self.commit()
            self._connection.close()
            self._connection = None
