"""One look at a feed: fetched, read, and with it those of its files that are of interest."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from db.vocabulary import FeedCode
from reminders.triggered_rules import AlertRule
from reminders.warnings import cap, cma, hko, ncdr
from reminders.warnings.bulletin import Bulletin
from reminders.warnings.entry import Entry
from reminders.warnings.forecasts import Expected
from reminders.warnings.forecasts import read as read_forecasts
from reminders.warnings.source import Source
from reminders.warnings.taking_in import Places, Reading
from reminders.warnings.unreadable import UnreadableError

FEED_LIMIT = 2 * 1024 * 1024
CAP_LIMIT = 256 * 1024
MOST_FILES = 40
"""In one look; the others wait for the next."""


async def look(
    feed: FeedCode,
    source: Source,
    rules: Collection[AlertRule],
    where: Places,
    now: datetime,
    etag: str | None,
) -> Reading | None:
    """None: nothing has changed since the edition `etag`. Raises UnreadableError."""
    known = None if where.new else etag
    answer = await source.get(feed, None, limit=FEED_LIMIT, etag=known)
    if answer.body is None:
        return None
    if feed is FeedCode.HKO:
        return Reading(hko.read(answer.body), whole=True, etag=answer.etag)
    entries = [
        each
        for each in _listed(feed, answer.body)
        if any(rule.concerns(feed, each.event) for rule in rules)
        and each.identifier not in where.known
        and (each.expires_at is None or each.expires_at > now)
    ]
    return await _files(feed, source, entries, answer.etag)


async def forecasts(feed: FeedCode, source: Source, where: Places, now: datetime) -> list[Expected]:
    """Of all the places at once; by coordinates, one after the other. Raises UnreadableError."""
    if feed is not FeedCode.OPEN_METEO:
        answer = await source.get(feed, None, limit=FEED_LIMIT)
        return read_forecasts(feed, answer.body or b"", "", now)
    found = []
    for place in sorted(where.names):
        answer = await source.get(feed, place, limit=CAP_LIMIT)
        found += read_forecasts(feed, answer.body or b"", place, now)
    return found


def _listed(feed: FeedCode, raw: bytes) -> list[Entry]:
    return cma.read(raw) if feed is FeedCode.CMA else ncdr.read(raw)


async def _files(feed: FeedCode, source: Source, entries: list[Entry], etag: str | None) -> Reading:
    """The CAP files of these entries: only they say where a warning holds.

    One that cannot be read is tried again the next time; none at all, and the feed is no use.
    """
    listed: dict[str, dict[str, str]] = {}
    for each in entries:
        listed.setdefault(each.identifier, {})[each.link] = each.event
    found: list[Bulletin] = []
    read, left_over, failed = set(), set(), None
    files = 0
    for identifier, links in listed.items():
        if files and files + len(links) > MOST_FILES:
            left_over.add(identifier)
            continue
        files += len(links)
        try:
            parts = [await _file(feed, source, link, event) for link, event in links.items()]
        except UnreadableError as error:
            failed = failed or error
            continue
        found += [bulletin for part in parts for bulletin in part]
        read.add(identifier)
    if failed is not None and not read:
        raise failed
    return Reading(
        found,
        frozenset(read),
        frozenset(left_over),
        # What is still to be read would not be listed again.
        etag=None if failed or left_over else etag,
    )


async def _file(feed: FeedCode, source: Source, link: str, event: str) -> list[Bulletin]:
    answer = await source.get(feed, link, limit=CAP_LIMIT)
    found = cap.read(answer.body or b"", feed, link)
    if feed is FeedCode.CMA:  # whose titles say more than the kind
        return [cma.plain(each) for each in found]
    return [replace(each, event=event) for each in found]
