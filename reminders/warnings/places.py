"""Whether a warning holds where a community is."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

from db.vocabulary import FeedCode, Region
from reminders.warnings.bulletin import Area, Bulletin

REGIONS: Mapping[FeedCode, Region] = MappingProxyType(
    {FeedCode.NCDR: Region.TW, FeedCode.HKO: Region.HK}
)
"""The feeds that are read, and whom each warns."""

_COUNTY = 3
"""The names of all counties are so long."""


@cache
def _counties() -> dict[str, str]:
    written = Path(__file__).with_name("places.yaml").read_text(encoding="utf-8")
    return {str(name): str(code) for name, code in yaml.safe_load(written).items()}


def folded(name: str) -> str:
    """台北市 and 臺北市 are one."""
    return name.strip().replace("台", "臺")


def wrong_with(feed: FeedCode, place: str, region: Region) -> str | None:
    """What is wrong with a place that somebody wrote in that region; None: nothing."""
    if REGIONS.get(feed) is not region:
        heard = [each.value for each, whose in REGIONS.items() if whose is region]
        return f"it does not warn {region.value} ({', '.join(heard) or 'no feed'} does)"
    if feed is FeedCode.NCDR and folded(place)[:_COUNTY] not in _counties():
        return f"{place!r} begins with no county of Taiwan: write 臺北市, or 臺北市文山區"
    if feed is FeedCode.HKO and place:
        return f'{place!r}: the Observatory warns for all of Hong Kong, so write hko: ""'
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
