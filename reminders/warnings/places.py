"""Whether a warning holds where a community is."""

from functools import cache
from pathlib import Path

import yaml

from db.vocabulary import FeedCode
from reminders.warnings.bulletin import Area, Bulletin

_COUNTY = 3
"""The names of all counties are so long."""


@cache
def _counties() -> dict[str, str]:
    written = Path(__file__).with_name("places.yaml").read_text(encoding="utf-8")
    return {str(name): str(code) for name, code in yaml.safe_load(written).items()}


def folded(name: str) -> str:
    """台北市 and 臺北市 are one."""
    return name.strip().replace("台", "臺")


def wrong_with(feed: FeedCode, place: str) -> str | None:
    """What is wrong with a place that somebody wrote, and how it is written; None: nothing."""
    match feed:
        case FeedCode.NCDR if folded(place)[:_COUNTY] not in _counties():
            return f"{place!r} begins with no county of Taiwan: write 臺北市, or 臺北市文山區"
        case FeedCode.HKO if place:
            return f"{place!r}: the Observatory warns for all of Hong Kong, so write an empty place"
    return None


def covers(bulletin: Bulletin, place: str) -> bool:
    """A warning for one township counts for its whole county, and the other way round."""
    if bulletin.feed is FeedCode.HKO:
        return True
    return any(_holds(area, folded(place)) for area in bulletin.areas)


def _holds(area: Area, place: str) -> bool:
    name, county = folded(area.name), place[:_COUNTY]
    if name.startswith(place) or (len(name) >= _COUNTY and place.startswith(name)):
        return True
    code = _counties().get(county)
    if code is None or name.startswith(county):  # it names another township of the county
        return False
    whole, anywhere = {code, code.ljust(5, "0")}, place == county
    return any(each in whole or (anywhere and each.startswith(code)) for each in area.codes)
