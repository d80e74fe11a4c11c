"""Whether a warning holds where a community is."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

from db.vocabulary import FeedCode, Language, Region
from reminders.warnings.bulletin import Area, Bulletin

REGIONS: Mapping[FeedCode, Region] = MappingProxyType(
    {FeedCode.NCDR: Region.TW, FeedCode.HKO: Region.HK, FeedCode.CMA: Region.CN}
)
"""The feeds of official warnings, and whom each warns."""

SPOKEN: Mapping[FeedCode, Language] = MappingProxyType(
    {
        feed: Language.HANS if region is Region.CN else Language.HANT
        for feed, region in REGIONS.items()
    }
)
"""In which language each says its headlines."""

FORECASTS: Mapping[FeedCode, FeedCode] = MappingProxyType(
    {
        FeedCode.CWA: FeedCode.NCDR,
        FeedCode.HKO_FORECAST: FeedCode.HKO,
        FeedCode.OPEN_METEO: FeedCode.OPEN_METEO,
    }
)
"""The forecasts that are read, and whose place in a community's `area` is theirs."""

_MUNICIPALITIES = ("11", "12", "31", "50")
"""Beijing, Tianjin, Shanghai and Chongqing are provinces and cities at once."""
_COUNTY = 3
"""The names of all counties are so long."""


@cache
def _counties() -> dict[str, str]:
    written = Path(__file__).with_name("places.yaml").read_text(encoding="utf-8")
    return {str(name): str(code) for name, code in yaml.safe_load(written).items()}


def folded(name: str) -> str:
    """台北市 and 臺北市 are one."""
    return name.strip().replace("台", "臺")


def place_for(area: Mapping[str, str], feed: FeedCode) -> str | None:
    """Of which place the feed is asked for a community; None: it is not."""
    place = area.get(FORECASTS.get(feed, feed))
    return place[:_COUNTY] if place is not None and feed is FeedCode.CWA else place


def coordinates(place: str) -> tuple[float, float] | None:
    """Latitude and longitude of `22.54,114.06`."""
    found = re.fullmatch(r"(-?[0-9]{1,2}(?:\.[0-9]{1,6})?),(-?[0-9]{1,3}(?:\.[0-9]{1,6})?)", place)
    if found is None:
        return None
    latitude, longitude = map(float, found.groups())
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def wrong_with(feed: FeedCode, place: str, region: Region) -> str | None:
    """What is wrong with a place that somebody wrote in that region; None: nothing."""
    if feed is FeedCode.OPEN_METEO:
        says = f"{place!r} is no place: write latitude and longitude, as 22.54,114.06"
        return None if coordinates(place) else says
    if feed in FORECASTS:
        return f"its place is that of {FORECASTS[feed].value}: write that one"
    if REGIONS.get(feed) is not region:
        heard = [each.value for each, whose in REGIONS.items() if whose is region]
        return f"it does not warn {region.value} ({', '.join(heard) or 'no feed'} does)"
    if feed is FeedCode.NCDR and folded(place)[:_COUNTY] not in _counties():
        return f"{place!r} begins with no county of Taiwan: write 臺北市, or 臺北市文山區"
    if feed is FeedCode.HKO and place:
        return f'{place!r}: the Observatory warns for all of Hong Kong, so write hko: ""'
    if feed is FeedCode.CMA and not _is_city(place):
        return f"{place!r} is no city or district: write its six digits, as 440300 for Shenzhen"
    return None


def _is_city(place: str) -> bool:
    if not re.fullmatch(r"[1-8][0-9]{5}", place):
        return False
    return not place.endswith("0000") or place[:2] in _MUNICIPALITIES


def covers(bulletin: Bulletin, place: str) -> bool:
    """A warning for one township counts for its whole county, and the other way round."""
    if bulletin.feed is FeedCode.HKO:
        return True
    if bulletin.feed is FeedCode.CMA:
        codes = (code for area in bulletin.areas for code in area.codes)
        return any(_overlap(code, place) for code in codes)
    return any(_holds(area, folded(place)) for area in bulletin.areas)


def _overlap(code: str, place: str) -> bool:
    """440305 (a district), 440300 (its city) and 440000 (the province) are one in another; a
    warning names them with six zeros or more behind."""
    if not re.fullmatch(r"[0-9]{6,12}", code):
        return False
    wide, narrow = sorted((_significant(code[:6]), _significant(place)), key=len)
    return narrow.startswith(wide)


def _significant(code: str) -> str:
    return re.sub(r"(00){1,2}$", "", code)


def _holds(area: Area, place: str) -> bool:
    name, county = folded(area.name), place[:_COUNTY]
    if name.startswith(place) or (len(name) >= _COUNTY and place.startswith(name)):
        return True
    code = _counties().get(county)
    if code is None or name.startswith(county):  # it names another township of the county
        return False
    whole, anywhere = {code, code.ljust(5, "0")}, place == county
    return any(each in whole or (anywhere and each.startswith(code)) for each in area.codes)
