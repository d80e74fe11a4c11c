"""Where feeds come from: one question, answered by the network or, in the sandbox, by a shelf."""

import asyncio
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol
from urllib.parse import urlsplit

import httpx

from db.vocabulary import FeedCode
from reminders.warnings.places import coordinates
from reminders.warnings.unreadable import Problem, UnreadableError

ADDRESSES: Mapping[FeedCode, str] = MappingProxyType(
    {
        FeedCode.NCDR: "https://alerts.ncdr.nat.gov.tw/JSONAtomFeed.ashx",
        FeedCode.HKO: "https://data.weather.gov.hk/weatherAPI/opendata/weather.php"
        "?dataType=warnsum&lang=tc",
        FeedCode.CMA: "https://severeweather.wmo.int/v2/cap-alerts/cn-cma-xx/rss.xml",
        FeedCode.CWA: "https://opendata.cwa.gov.tw/api/v1/rest/datastore/F-C0032-001",
        FeedCode.HKO_FORECAST: "https://data.weather.gov.hk/weatherAPI/opendata/weather.php"
        "?dataType=fnd&lang=tc",
    }
)
_HOSTS: Mapping[FeedCode, frozenset[str]] = MappingProxyType(
    {
        FeedCode.NCDR: frozenset({"alerts.ncdr.nat.gov.tw", "b-alertsline.cdn.hinet.net"}),
        FeedCode.HKO: frozenset({"data.weather.gov.hk"}),
        FeedCode.CMA: frozenset({"severeweather.wmo.int"}),
    }
)
"""Where a feed's links may lead."""
_OPEN_METEO: Mapping[str, str | float] = {
    "daily": "temperature_2m_max,temperature_2m_min",
    "timezone": "Asia/Taipei",  # the clock of all three regions
    "forecast_days": 3,
}


@dataclass(frozen=True)
class Answer:
    body: bytes | None
    """None: nothing has changed since the edition that was named."""
    etag: str | None = None


class Source(Protocol):
    async def get(
        self, feed: FeedCode, link: str | None, *, limit: int, etag: str | None = None
    ) -> Answer:
        """A feed, or a file that it links to; at most `limit` bytes of it.

        Of a forecast by coordinates, `link` is the place. Raises UnreadableError.
        """
        ...

    def has(self, feed: FeedCode) -> bool:
        """Whether it can be asked at all: some want a key, or an address of one's own."""
        ...


class HttpSource:
    """The network, with no trust in what it brings: bounded in time and size, no redirects."""

    def __init__(
        self, addresses: Mapping[FeedCode, str] = ADDRESSES, *, patience: float = 20.0
    ) -> None:
        self._addresses = addresses
        self._patience = patience
        self._client: httpx.AsyncClient | None = None

    async def get(
        self, feed: FeedCode, link: str | None, *, limit: int, etag: str | None = None
    ) -> Answer:
        address = self._address(feed, link)
        if self._client is None:
            self._client = httpx.AsyncClient(
                timeout=self._patience,
                follow_redirects=False,
                headers={"User-Agent": "Guanjia", "Accept-Encoding": "gzip"},
            )
        asked = {"If-None-Match": etag} if etag else {}
        try:
            async with (
                asyncio.timeout(self._patience),
                self._client.stream("GET", address, headers=asked) as response,
            ):
                if response.status_code == httpx.codes.NOT_MODIFIED and etag:
                    return Answer(None, etag)
                if response.status_code != httpx.codes.OK:
                    raise UnreadableError(Problem.REFUSED)
                return Answer(await _body(response, limit), response.headers.get("etag"))
        except (TimeoutError, httpx.TimeoutException) as error:
            raise UnreadableError(Problem.SLOW) from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError) as error:
            raise UnreadableError(Problem.UNREACHABLE) from error

    def has(self, feed: FeedCode) -> bool:
        return feed in self._addresses

    def _address(self, feed: FeedCode, link: str | None) -> str:
        if link is None:
            return self._addresses[feed]
        where = coordinates(link) if feed is FeedCode.OPEN_METEO else None
        if where is None:
            return self._own(feed, link)
        asked = {"latitude": where[0], "longitude": where[1], **_OPEN_METEO}
        return str(httpx.URL(self._addresses[feed]).copy_merge_params(asked))

    def _own(self, feed: FeedCode, link: str) -> str:
        """The link, where it leads to the source's own hosts, or to where its feed is."""
        try:
            target, home = urlsplit(link), urlsplit(self._addresses[feed])
            official = target.scheme == "https" and target.netloc in _HOSTS.get(feed, ())
        except ValueError as error:
            raise UnreadableError(Problem.ELSEWHERE) from error
        if not official and (target.scheme, target.netloc) != (home.scheme, home.netloc):
            raise UnreadableError(Problem.ELSEWHERE)
        return link

    async def aclose(self) -> None:
        if self._client is not None:
            await self._client.aclose()
            self._client = None


async def _body(response: httpx.Response, limit: int) -> bytes:
    """Unpacked by ourselves, because a small packet may hold more than there is memory."""
    packed = response.headers.get("content-encoding", "").lower()
    if packed not in ("", "identity", "gzip"):
        raise UnreadableError(Problem.MALFORMED)
    unpacking = zlib.decompressobj(16 + zlib.MAX_WBITS) if packed == "gzip" else None
    body = bytearray()
    try:
        async for chunk in response.aiter_raw():
            room = limit + 1 - len(body)
            body += unpacking.decompress(chunk, room) if unpacking else chunk
            if len(body) > limit:
                raise UnreadableError(Problem.TOO_BIG)
    except zlib.error as error:
        raise UnreadableError(Problem.MALFORMED) from error
    return bytes(body)
