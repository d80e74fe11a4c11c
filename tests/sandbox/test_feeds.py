"""The shelf of feeds answers as the network would."""

import pytest

from bot.sandbox.feeds import FeedShelf, Filled
from db.vocabulary import FeedCode
from reminders.warnings import hko, ncdr
from reminders.warnings.unreadable import Problem, UnreadableError

LINK = "https://alerts.ncdr.nat.gov.tw/a.cap"


async def test_a_feed_that_nobody_filled_has_nothing_to_say() -> None:
    shelf = FeedShelf()
    for feed, read in ((FeedCode.NCDR, ncdr.read), (FeedCode.HKO, hko.read)):
        answer = await shelf.get(feed, None, limit=99)
        assert answer.body is not None
        assert read(answer.body) == []


async def test_a_feed_and_its_files_say_what_they_were_filled_with() -> None:
    shelf = FeedShelf()
    shelf.fill(FeedCode.NCDR, None, Filled(b"feed", 200, 0))
    shelf.fill(FeedCode.NCDR, LINK, Filled(b"file", 200, 0))
    assert (await shelf.get(FeedCode.NCDR, None, limit=4)).body == b"feed"
    assert (await shelf.get(FeedCode.NCDR, LINK, limit=4)).body == b"file"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (Filled(b"", 500, 0), Problem.REFUSED),
        (Filled(b"", 200, 60), Problem.SLOW),
        (Filled(b"12345", 200, 0), Problem.TOO_BIG),
        (None, Problem.REFUSED),
    ],
)
async def test_its_mishaps_are_those_of_the_network(
    content: Filled | None, problem: Problem
) -> None:
    shelf = FeedShelf()
    if content is not None:
        shelf.fill(FeedCode.NCDR, LINK, content)
    with pytest.raises(UnreadableError) as refused:
        await shelf.get(FeedCode.NCDR, LINK, limit=4)
    assert refused.value.problem is problem
