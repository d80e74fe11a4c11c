"""Time, mishaps, lost connections, long histories: what only a sandbox has to bear."""

import re

import pytest
from playwright.async_api import Page, expect

from .conftest import Site, Visit
from .speaking import hears, pane, said, say

pytestmark = pytest.mark.browser


async def shown_moment(page: Page) -> float:
    moment = await page.locator("#now").evaluate("time => Date.parse(time.dateTime)")
    return float(moment) / 1000


async def test_time_can_be_moved_on(page: Page) -> None:
    before = await shown_moment(page)
    await page.get_by_role("button", name="+1 day").click()
    await expect(page.locator("#toasts")).to_contain_text("There we are")
    assert await shown_moment(page) - before == pytest.approx(86_400, abs=30)


async def test_the_clock_can_be_set_to_a_moment_in_taipei(page: Page) -> None:
    await page.get_by_role("button", name="Set…").click()
    await page.get_by_label("Set the clock to").fill("2027-01-05T10:00")
    await page.get_by_role("button", name="Set", exact=True).click()
    await expect(page.locator("#now-date")).to_contain_text("5 January 2027")
    await expect(page.locator("#now-time")).to_have_text("10:00")
    await say(page, "owner", "on that day")
    await said(page, "owner", "on that day")
    await expect(pane(page, "owner").locator(".day")).to_contain_text("5 January 2027")


async def test_an_ordered_mishap_hits_the_next_message_only(page: Page) -> None:
    await page.get_by_role("button", name="Mishaps").click()
    await page.get_by_role("button", name="Refused (403)").click()
    await expect(page.locator("#toasts")).to_contain_text("the next one will go wrong")
    await page.keyboard.press("Escape")
    await say(page, "owner", "lost words")
    await said(page, "owner", "lost words")
    await say(page, "owner", "found words")
    await hears(page, "owner", "You said: found words")
    await expect(pane(page, "owner").get_by_text("You said: lost words")).to_have_count(0)


async def test_who_blocked_the_bot_can_unblock_it(page: Page) -> None:
    await page.get_by_role("button", name="Mishaps").click()
    await page.get_by_role("button", name="陳雅麗 blocks the bot").click()
    await page.get_by_role("button", name="陳雅麗 unblocks the bot").click()
    await expect(page.get_by_role("button", name="陳雅麗 blocks the bot")).to_be_visible()


async def test_a_refusal_is_shown_as_the_sandbox_words_it(page: Page) -> None:
    await (
        pane(page, "owner")
        .locator("input[type=file]")
        .set_input_files({"name": "empty.png", "mimeType": "image/png", "buffer": b""})
    )
    await say(page, "owner", "nothing on it")
    trouble = pane(page, "owner").locator(".toast.trouble")
    await expect(trouble).to_have_text(re.compile("photo"))


async def test_the_page_survives_the_sandbox_going_away(page: Page, site: Site) -> None:
    await say(page, "owner", "before")
    await hears(page, "owner", "You said: before")
    await site.stop()
    await expect(page.locator("#banner")).to_contain_text("Reconnecting")
    await say(page, "owner", "into the void")
    await expect(pane(page, "owner").locator(".toast.trouble")).to_contain_text("Not sent")
    await site.start()
    await expect(page.locator("#banner")).to_be_hidden(timeout=15_000)
    await expect(pane(page, "owner").locator(".talk.other")).to_have_count(1)
    await say(page, "owner", "after")
    await hears(page, "owner", "You said: after")


async def test_a_long_history_is_drawn_a_stretch_at_a_time(site: Site, visit: Visit) -> None:
    page = await visit()
    for number in range(90):
        speech = {"as": "alice", "text": f"message {number}"}
        await page.request.post(f"{site.url}sandbox/say", data=speech)
    await page.reload()
    owner = pane(page, "owner")
    await hears(page, "owner", "You said: message 89")
    assert await owner.locator(".talk").count() == 60
    await owner.get_by_role("log").evaluate("log => log.scrollTo(0, 0)")
    await expect(owner.locator(".talk")).to_have_count(120)
    await expect(owner.get_by_role("button", name="To the newest message")).to_be_visible()
