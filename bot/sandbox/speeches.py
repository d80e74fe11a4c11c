"""What the script interface takes: the shapes of its JSON, checked, every mistake in a sentence."""

import base64
import binascii
import re
from datetime import datetime, timedelta
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from bot.sandbox.faults import CODES
from bot.sandbox.refusals import ImpossibleError
from bot.sandbox.uploads import Upload
from db.vocabulary import FeedCode

_SPAN = re.compile(r"(?:\d+[smhdw])+")
_SPAN_PART = re.compile(r"(\d+)([smhdw])")
_SPAN_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_LONGEST_SPAN = timedelta(days=3660)
_DATA_ADDRESS = re.compile(r"data:[^,]*;base64,")


def _can_be_written(text: str) -> str:
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ValueError("half of a surrogate pair is not a character")
    return text


Text = Annotated[str, AfterValidator(_can_be_written)]
ChatName = str | int
"""A chat's key, or its number."""
Base64 = Annotated[str, Field(min_length=1)]


class Wish(BaseModel):
    model_config = ConfigDict(extra="forbid")


AnyWish = TypeVar("AnyWish", bound=Wish)


class Personal(Wish):
    """Done by somebody."""

    who: Text = Field(alias="as")


class Place(Wish):
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class Contact(Wish):
    phone_number: Text
    first_name: Text
    last_name: Text | None = None
    user_id: int | None = None


class Source(Wish):
    chat: ChatName
    message_id: int


class SayWish(Personal):
    text: Text = ""
    chat: ChatName | None = None
    topic: int | None = None
    reply_to: int | None = None
    photo: Base64 | None = None
    document: Base64 | None = None
    voice: Base64 | None = None
    video: Base64 | None = None
    sticker: Base64 | None = None
    audio: Base64 | None = None
    file_name: Text | None = None
    album: list[Base64] = Field(default_factory=list, max_length=10)
    location: Place | None = None
    contact: Contact | None = None
    edit: int | None = None
    forward_from: Source | None = None

    def files(self) -> list[tuple[str, Upload]]:
        """Kind and content of each; several are an album."""
        kinds = ("photo", "document", "voice", "video", "sticker", "audio")
        single = [(kind, given) for kind in kinds if (given := getattr(self, kind))]
        album = [("photo", given) for given in self.album]
        if len(single) + bool(album) > 1:
            raise ImpossibleError(400, "One message carries one file; several photos are an album.")
        if len(album) == 1:
            raise ImpossibleError(400, "An album has two photos or more.")
        return [(kind, _upload(kind, given, self.file_name)) for kind, given in single or album]


class TapWish(Personal):
    message_id: int
    button: Text
    chat: ChatName | None = None
    stale: bool = False


class MemberWish(Personal):
    chat: ChatName = "staff"


class MigrateWish(Wish):
    chat: ChatName = "staff"


class TopicWish(Wish):
    chat: ChatName = "staff"
    topic: int


class ClockWish(Wish):
    advance: str | None = None
    set: str | None = None

    def target(self, now: datetime) -> datetime:
        if (self.advance is None) == (self.set is None):
            raise ImpossibleError(400, "Give either “advance” or “set”.")
        if self.advance is not None:
            return now + span(self.advance)
        return moment(self.set or "")


class FaultWish(Wish):
    method: str = Field(min_length=1)
    code: Literal[CODES]  # type: ignore[valid-type]  # the list is in faults.py
    chat: ChatName | None = None
    retry_after: int = Field(default=1, ge=1)
    description: Text | None = None
    times: int = Field(default=1, ge=1)
    after_delivery: bool = False


class FeedWish(Wish):
    """What a feed of official warnings is to say from now on, or with `link` one of its files."""

    feed: FeedCode
    body: Text = ""
    link: Text | None = None
    status: int = Field(default=200, ge=100, le=599)
    delay: float = Field(default=0, ge=0)


def read_wish(kind: type[AnyWish], body: object) -> AnyWish:
    """Raises ImpossibleError with all mistakes in one sentence."""
    try:
        return kind.model_validate(body)
    except ValidationError as error:
        mistakes = "; ".join(
            f"{'.'.join(map(str, each['loc'])) or 'the body'}: {each['msg']}"
            for each in error.errors()
        )
        raise ImpossibleError(400, f"That cannot be read: {mistakes}.") from error


def span(text: str) -> timedelta:
    """ "1d12h", "90s", "15m"."""
    if not _SPAN.fullmatch(text):
        raise ImpossibleError(
            400, f"“{text}” is no span of time: say for example 90s, 15m, 2h, 3d, 1w or 1d12h."
        )
    parts = _SPAN_PART.findall(text)
    seconds = sum(int(n) * timedelta(**{_SPAN_UNITS[unit]: 1}).total_seconds() for n, unit in parts)
    if seconds > _LONGEST_SPAN.total_seconds():
        raise ImpossibleError(400, f"“{text}” is too far away: ten years at most.")
    return timedelta(seconds=seconds)


def moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise ImpossibleError(
            400, f"“{text}” is no moment: say for example 2027-01-05T10:00:00+08:00."
        ) from error
    if found.tzinfo is None:
        raise ImpossibleError(400, f"“{text}” does not say in which time zone: add +08:00 or Z.")
    return found


def _upload(kind: str, given: str, name: str | None) -> Upload:
    try:
        content = base64.b64decode(_DATA_ADDRESS.sub("", given, count=1), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ImpossibleError(400, f"The {kind} is not base64.") from error
    if not content:
        raise ImpossibleError(400, f"The {kind} is empty.")
    return Upload(content, name)
