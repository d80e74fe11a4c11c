"""The table of watches: which official warning calls for which notice, and how often at most."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)
from pydantic_core import PydanticCustomError

from db.models import Alert
from db.vocabulary import FeedCode, Language, Region
from reminders.notices import Notices
from reminders.notices.yaml_page import PageError, read_page
from reminders.warnings.bulletin import is_level, rank
from reminders.warnings.places import REGIONS

FILE = Path(__file__).with_name("watches.yaml")


class WatchesError(Exception):
    """The table cannot be used; each mistake is one sentence, with its line."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


def _level(word: str) -> str:
    if not is_level(word):
        raise PydanticCustomError("level", "{word} is not a level that we know", {"word": word})
    return word


def _read_here(feed: FeedCode) -> FeedCode:
    if feed not in REGIONS:
        known = ", ".join(REGIONS)
        raise PydanticCustomError("feed", "this feed is not read (only {known})", {"known": known})
    return feed


def _every_language(names: dict[Language, str]) -> dict[Language, str]:
    missing = ", ".join(each for each in Language if each not in names)
    if missing:
        raise PydanticCustomError("names", "it has no name in {missing}", {"missing": missing})
    return names


_Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Called(_Shape):
    """A kind of official warning, from one level upwards."""

    feed: Annotated[FeedCode, AfterValidator(_read_here)]
    event: _Name
    least: Annotated[str, AfterValidator(_level)] | None = Field(default=None, alias="from")

    def names(self, event: str) -> bool:
        """高溫 is 高溫資訊, too: agencies call one thing by several names."""
        return self.event in event

    def is_met_by(self, alert: Alert) -> bool:
        if alert.feed is not self.feed or not self.names(alert.event):
            return False
        least, graded = rank(self.least or ""), rank(alert.level)
        return least is None or graded is None or graded >= least


class Watch(_Shape):
    names: Annotated[dict[Language, _Name], AfterValidator(_every_language)]
    """What managers call it."""
    notice: _Name
    cooldown_days: int = Field(ge=1, le=60)
    warnings: tuple[Called, ...] = Field(min_length=1)

    @property
    def cooldown(self) -> timedelta:
        return timedelta(days=self.cooldown_days)

    def wants(self, alert: Alert) -> bool:
        return any(each.is_met_by(alert) for each in self.warnings)

    @property
    def regions(self) -> set[Region]:
        return {REGIONS[each.feed] for each in self.warnings}


class _Table(_Shape):
    as_of: date
    sources: tuple[Annotated[str, StringConstraints(pattern=r"^https://\S+$")], ...] = Field(
        min_length=1
    )
    watches: dict[_Name, Watch] = Field(min_length=1)


@dataclass(frozen=True)
class Watches:
    """By id; the id names a watch in the database, too."""

    by_id: Mapping[str, Watch]
    as_of: date

    @classmethod
    def load(cls, file: Path = FILE) -> "Watches":
        """Raises WatchesError with every mistake."""
        try:
            page = read_page(file.read_text(encoding="utf-8"))
        except PageError as error:
            raise WatchesError([f"{file.name}:{error.line}: {error.sentence}"]) from error
        try:
            table = _Table.model_validate(page.data)
        except ValidationError as error:
            raise WatchesError(
                [
                    f"{file.name}:{page.line(each['loc'])}: "
                    f"{'.'.join(map(str, each['loc']))}: {each['msg']}"
                    for each in error.errors()
                ]
            ) from error
        return cls(MappingProxyType(table.watches), table.as_of)

    def mistakes(self, notices: Notices) -> Iterator[str]:
        """Notices that are not there, or not for the region whose warnings call for them."""
        called = [watch.notice for watch in self.by_id.values()]
        yield from (
            f"{FILE.name}: several watches call for {each}"
            for each in sorted(set(called))
            if called.count(each) > 1
        )
        for id_, watch in self.by_id.items():
            notice = notices.get(watch.notice)
            if notice is None:
                yield f"{FILE.name}: {id_}: there is no notice {watch.notice}"
                continue
            for region in sorted(watch.regions):
                if not notice.is_for(region):
                    yield f"{FILE.name}: {id_}: {watch.notice} is not for {region}"

    def concern(self, feed: FeedCode, event: str) -> bool:
        """Whether anybody might want to hear of it."""
        called = (each for watch in self.by_id.values() for each in watch.warnings)
        return any(each.feed is feed and each.names(event) for each in called)
