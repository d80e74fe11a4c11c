"""The network as it can be: slow, huge, hostile, elsewhere; on a server of our own on loopback."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing

import pytest
from aiohttp import web

from db.vocabulary import FeedCode
from reminders.notices import Notices
from reminders.warnings import reading
from reminders.warnings.reading import CAP_LIMIT, FEED_LIMIT, MOST_FILES
from reminders.warnings.source import HttpSource
from reminders.warnings.taking_in import Places
from reminders.warnings.unreadable import Problem, UnreadableError
from reminders.warnings.watches import all_rules
from tests.reminders.warnings.conftest import at, raw

NCDR, HKO = FeedCode.NCDR, FeedCode.HKO
RULES = all_rules(Notices.load())
TAIPEI = Places(frozenset({"臺北市"}))


class Server:
    """Serves what it was given, by path; everything else is missing."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes] = {}
        self.headers: Mapping[str, str] = {}
        self.asked: list[str] = []
        self.pause = 0.0
        self.address = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path)
        if request.headers.get("If-None-Match") == "7":
            return web.Response(status=304)
        if request.path not in self.pages:
            raise web.HTTPNotFound
        response = web.StreamResponse(headers=self.headers)
        await response.prepare(request)
        page = self.pages[request.path]
        if self.pause:  # it begins at once, and takes its time
            await response.write(page[:1])
            await asyncio.sleep(self.pause)
        await response.write(page)
        return response

    def lists(self, *files: str, **changes: object) -> None:
        """A feed of heat warnings, whose files are here."""
        (entry,) = (json.loads(raw("ncdr_one_entry.json"))["entry"],)
        entries = []
        for file in files:
            link = {"@rel": "alternate", "@href": f"{self.address}/{file}"}
            entries.append(entry | {"id": file.removesuffix(".cap"), "link": link} | changes)
        self.pages["/feed"] = json.dumps({"entry": entries}).encode()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server = Server()
    application = web.Application()
    application.router.add_get("/{tail:.*}", server.answer)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0]
    server.address = f"http://{host}:{port}"
    yield server
    await runner.cleanup()


@pytest.fixture
async def source(server: Server) -> AsyncIterator[HttpSource]:
    address = f"{server.address}/feed"
    async with aclosing(HttpSource({NCDR: address, HKO: address}, patience=0.5)) as source:
        yield source


async def problem(source: HttpSource, link: str | None = None, limit: int = FEED_LIMIT) -> Problem:
    with pytest.raises(UnreadableError) as refused:
        await source.get(NCDR, link, limit=limit)
    return refused.value.problem


async def test_a_feed_is_fetched_packed_or_not(server: Server, source: HttpSource) -> None:
    server.pages["/feed"] = b"{}"
    server.headers = {"ETag": "7"}
    answer = await source.get(HKO, None, limit=FEED_LIMIT)
    assert (answer.body, answer.etag) == (b"{}", "7")
    server.headers = {"Content-Encoding": "gzip"}
    server.pages["/feed"] = gzip.compress(b'{"WHOT": {}}')
    assert (await source.get(HKO, None, limit=FEED_LIMIT)).body == b'{"WHOT": {}}'


async def test_what_has_not_changed_is_not_sent_again(server: Server, source: HttpSource) -> None:
    answer = await source.get(HKO, None, limit=FEED_LIMIT, etag="7")
    assert answer.body is None
    assert await reading.look(HKO, source, RULES, TAIPEI, at("09:00"), "7") is None
    new = Places(TAIPEI.names, new=TAIPEI.names)
    with pytest.raises(UnreadableError):  # a new place needs to know what there is
        await reading.look(HKO, source, RULES, new, at("09:00"), "7")


async def test_too_much_is_not_read_to_its_end(server: Server, source: HttpSource) -> None:
    server.pages["/feed"] = b"[" + b" " * FEED_LIMIT
    assert await problem(source) is Problem.TOO_BIG
    server.headers = {"Content-Encoding": "gzip"}
    server.pages["/feed"] = gzip.compress(b" " * 100_000_000)
    assert len(server.pages["/feed"]) < 120_000
    assert await problem(source) is Problem.TOO_BIG
    assert await problem(source, f"{server.address}/feed", CAP_LIMIT) is Problem.TOO_BIG


async def test_a_broken_or_unknown_packing_is_no_feed(server: Server, source: HttpSource) -> None:
    server.pages["/feed"] = b"not packed"
    for packing in ("gzip", "br"):
        server.headers = {"Content-Encoding": packing}
        assert await problem(source) is Problem.MALFORMED


async def test_nobody_waits_long_nor_follows_nor_takes_an_error_for_a_feed(
    server: Server, source: HttpSource
) -> None:
    assert await problem(source) is Problem.REFUSED
    server.pages["/feed"] = b"{}"
    server.pause = 5.0
    assert await problem(source) is Problem.SLOW


async def test_a_server_that_is_not_there_is_told_as_such(server: Server) -> None:
    async with aclosing(HttpSource({NCDR: "http://127.0.0.1:9/feed"}, patience=0.5)) as source:
        assert await problem(source) is Problem.UNREACHABLE


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/a.cap",
        "https://alerts.ncdr.nat.gov.tw@evil.example/a.cap",
        "https://alerts.ncdr.nat.gov.tw.evil.example/a.cap",
        "http://alerts.ncdr.nat.gov.tw/a.cap",
        "https://alerts.ncdr.nat.gov.tw:8443/a.cap",
        "http://127.0.0.1:1/a.cap",
        "file:///etc/passwd",
        "//evil.example/a.cap",
        "http://[",
        "",
    ],
)
async def test_a_link_leads_to_the_sources_own_hosts_or_nowhere(
    source: HttpSource, server: Server, link: str
) -> None:
    assert await problem(source, link) is Problem.ELSEWHERE
    assert server.asked == []


async def test_only_files_of_interest_are_fetched(server: Server, source: HttpSource) -> None:
    server.lists("heat_1.cap")
    server.pages["/heat_1.cap"] = raw("heat_1.cap")
    found = await reading.look(NCDR, source, RULES, TAIPEI, at("09:00"), None)
    assert found is not None
    assert [each.identifier for each in found.bulletins] == ["sample.heat_1"]
    known = Places(TAIPEI.names, known=frozenset({"heat_1"}))
    for where, now, changes in (
        (known, at("09:00"), {}),
        (TAIPEI, at("17:03"), {}),
        (TAIPEI, at("09:00"), {"category": {"@term": "停水"}}),
        (TAIPEI, at("09:00"), {"status": "Exercise"}),
    ):
        server.asked.clear()
        server.lists("heat_1.cap", **changes)
        nothing = await reading.look(NCDR, source, RULES, where, now, None)
        assert nothing is not None
        assert nothing.bulletins == []
        assert server.asked == ["/feed"]


async def test_one_file_that_cannot_be_read_is_tried_again_and_spoils_no_other(
    server: Server, source: HttpSource
) -> None:
    server.lists("entity_bomb.cap", "heat_1.cap", "missing.cap")
    server.headers = {"ETag": "8"}
    for name in ("entity_bomb.cap", "heat_1.cap"):
        server.pages[f"/{name}"] = raw(name)
    found = await reading.look(NCDR, source, RULES, TAIPEI, at("09:00"), None)
    assert found is not None
    assert found.identifiers == {"heat_1"}
    assert found.etag is None, "else the others would not be listed again"


async def test_where_no_file_can_be_read_the_feed_is_no_use(
    server: Server, source: HttpSource
) -> None:
    server.lists("external_entity.cap")
    server.pages["/external_entity.cap"] = raw("external_entity.cap")
    with pytest.raises(UnreadableError) as refused:
        await reading.look(NCDR, source, RULES, TAIPEI, at("09:00"), None)
    assert refused.value.problem is Problem.HOSTILE


async def test_there_are_only_so_many_files_in_one_look(server: Server, source: HttpSource) -> None:
    names = [f"heat_{number:02}.cap" for number in range(MOST_FILES + 3)]
    server.lists(*names)
    server.pages |= {f"/{name}": raw("heat_1.cap") for name in names}
    found = await reading.look(NCDR, source, RULES, TAIPEI, at("09:00"), None)
    assert found is not None
    assert len(found.identifiers) == MOST_FILES
    assert len(found.left_over) == 3
