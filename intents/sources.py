"""The files that an engine is learned from, as they were when they were read.

Somebody may write them at any moment. Whoever learns from them reads them once, and hands on what
was read, so that a process beside it learns the very same.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

HOME = Path(__file__).parent
"""Where the shipped files are: `topics`, `samples`, and the cues."""

_FOLDERS = ("topics", "samples")
_CUES = ("rules.yaml", "subjects.yaml")

Stamp = tuple[tuple[str, int, int, int], ...]


def stamp(home: Path = HOME) -> Stamp:
    """Names, sizes, times of writing and of changing hands: other ones where a file changed."""
    return tuple(sorted(_stamped(home)))


def _stamped(home: Path) -> Iterator[tuple[str, int, int, int]]:
    for folder in ("", *_FOLDERS):
        with suppress(FileNotFoundError), os.scandir(home / folder) as entries:
            for entry in entries:
                if _is_source(folder, entry.name):
                    with suppress(FileNotFoundError):  # gone this moment, or leading nowhere
                        about = entry.stat()
                        name = os.path.join(folder, entry.name)
                        yield name, about.st_size, about.st_mtime_ns, about.st_ctime_ns


def _is_source(folder: str, name: str) -> bool:
    """Editors leave hidden files beside the one they write."""
    return name.endswith(".yaml") and not name.startswith(".") if folder else name in _CUES


@dataclass(frozen=True)
class Sources:
    """Topics, samples and cues, byte for byte, by their paths below the home."""

    files: Mapping[str, bytes]

    @classmethod
    def read(cls, home: Path = HOME) -> "Sources":
        """Raises OSError where a file may not be read, or is gone since it was looked for."""
        return cls({name: (home / name).read_bytes() for name, *_ in stamp(home)})

    @cached_property
    def digest(self) -> str:
        known = hashlib.blake2b(digest_size=16)
        for name, content in sorted(self.files.items()):
            known.update(f"{name} {len(content)}\n".encode())
            known.update(content)
        return known.hexdigest()

    def write(self, home: Path) -> None:
        """A home of their own, for another process to learn from."""
        for folder in _FOLDERS:
            (home / folder).mkdir(parents=True)
        for name, content in self.files.items():
            (home / name).write_bytes(content)
