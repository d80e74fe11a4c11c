"""Where files lie: uploaded once, sent again by their id, downloaded by their path."""

from collections.abc import Callable
from dataclasses import asdict

from bot.sandbox.journal import Journal
from bot.sandbox.uploads import StoredFile, Upload, stored


class Shelf:
    """Contents that the journal keeps are read from it; without one they lie in memory."""

    def __init__(self, journal: Journal, next_number: Callable[[str], int]) -> None:
        self._journal = journal
        self._next_number = next_number
        self._files: dict[str, StoredFile] = {}
        self._contents: dict[str, bytes] = {}
        for key, document in journal.entries("file"):
            self._files[key] = StoredFile(**document)

    def put(self, kind: str, upload: Upload) -> StoredFile:
        file = stored(self._next_number("file"), kind, upload)
        self._files[file.id] = file
        self._journal.put("file", file.id, asdict(file))
        if self._journal.keeps:
            self._journal.put_content(file.id, upload.content)
        else:
            self._contents[file.id] = upload.content
        return file

    def find(self, file_id: str) -> StoredFile | None:
        return self._files.get(file_id)

    def at_path(self, path: str) -> StoredFile | None:
        return next((file for file in self._files.values() if file.path == path), None)

    def content(self, file: StoredFile) -> bytes:
        return (
            self._contents[file.id] if file.id in self._contents else self._journal.content(file.id)
        )
