"""Files that people and bots send: what they are called, how big they are, where they lie."""

import mimetypes
import struct
from dataclasses import dataclass

from bot.sandbox.shapes import Json

_EXTENSIONS = {
    "photo": (".jpg", "image/jpeg"),
    "video": (".mp4", "video/mp4"),
    "audio": (".mp3", "audio/mpeg"),
    "voice": (".oga", "audio/ogg"),
    "sticker": (".webp", "image/webp"),
    "document": (".bin", "application/octet-stream"),
}
KINDS = tuple(_EXTENSIONS)

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF8", ".gif"),
    (b"%PDF-", ".pdf"),
    (b"OggS", ".oga"),
    (b"ID3", ".mp3"),
    (b"PK\x03\x04", ".zip"),
)
_UNKNOWN_PICTURE = (90, 90)


@dataclass(frozen=True)
class Upload:
    """Bytes as they came, with the name and the type their sender gave them."""

    content: bytes
    name: str | None = None
    mime: str | None = None


@dataclass(frozen=True)
class StoredFile:
    number: int
    kind: str
    name: str
    mime: str
    size: int
    width: int
    height: int

    @property
    def id(self) -> str:
        return f"{self.kind}-{self.number}-{self.size}-guanjiasandbox"

    @property
    def unique_id(self) -> str:
        return f"{self.kind}{self.number}"

    @property
    def path(self) -> str:
        """Where bots download it."""
        dot, ending = self.name.rpartition(".")[1:]
        ending = ending if dot and ending.isalnum() else "bin"
        return f"{self.kind}s/file_{self.number}.{ending}"

    def described(self) -> Json:
        """The `file` part of every Bot API object about a file."""
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": self.size}

    def content_part(self) -> Json:
        """What a message carries of it."""
        return {self.kind: _SHAPES[self.kind](self)}


def stored(number: int, kind: str, upload: Upload) -> StoredFile:
    name = upload.name or f"{kind}{_ending(kind, upload.content)}"
    width, height = picture_size(upload.content)
    return StoredFile(
        number, kind, name, _mime(kind, name, upload), len(upload.content), width, height
    )


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG, JPEG or GIF; of anything else what a thumbnail has.

    The sandbox takes anything for a picture: it has eyes for bytes only.
    """
    if content.startswith(b"\x89PNG") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return int(width), int(height)
    if content.startswith(b"GIF8") and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return int(width), int(height)
    if content.startswith(b"\xff\xd8"):
        return _jpeg_size(content)
    return _UNKNOWN_PICTURE


def _jpeg_size(content: bytes) -> tuple[int, int]:
    place = 2
    while place + 9 < len(content) and content[place] == 0xFF:
        marker, length = content[place + 1], struct.unpack_from(">H", content, place + 2)[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", content, place + 5)
            return int(width), int(height)
        place += 2 + length
    return _UNKNOWN_PICTURE


def _ending(kind: str, content: bytes) -> str:
    known = (ending for signature, ending in _SIGNATURES if content.startswith(signature))
    return next(known, _EXTENSIONS[kind][0])


def _mime(kind: str, name: str, upload: Upload) -> str:
    return upload.mime or mimetypes.guess_type(name)[0] or _EXTENSIONS[kind][1]


def _photo(file: StoredFile) -> list[Json]:
    return [file.described() | {"width": file.width, "height": file.height}]


def _document(file: StoredFile) -> Json:
    return file.described() | {"file_name": file.name, "mime_type": file.mime}


def _video(file: StoredFile) -> Json:
    return _document(file) | {"width": file.width, "height": file.height, "duration": 1}


def _audio(file: StoredFile) -> Json:
    return _document(file) | {"duration": 1}


def _voice(file: StoredFile) -> Json:
    return file.described() | {"mime_type": file.mime, "duration": 1}


def _sticker(file: StoredFile) -> Json:
    return file.described() | {
        "type": "regular",
        "width": file.width,
        "height": file.height,
        "is_animated": False,
        "is_video": False,
    }


_SHAPES = {
    "photo": _photo,
    "document": _document,
    "video": _video,
    "audio": _audio,
    "voice": _voice,
    "sticker": _sticker,
}
