"""The staff group: topics, their pinned cards, and who speaks there."""

import pytest
from playwright.async_api import Locator, Page, expect

from .conftest import Site
from .speaking import hears, hold_phone, pane, press, said, say

pytestmark = pytest.mark.browser


async def opened_topic(page: Page) -> Locator:
    """The row of the topic that a ticket opened."""
    await say(page, "owner", "ticket")
    row = pane(page, "staff").get_by_role("navigation").get_by_role("button", name="#1 lift")
    await row.wait_for()
    return row


async def test_a_new_topic_is_marked_until_it_is_opened(page: Page) -> None:
    row = await opened_topic(page)
    await expect(row).to_contain_text("new messages")
    await row.click()
    await expect(row).not_to_contain_text("new messages")


async def test_general_comes_first_and_keeps_apart_from_the_topics(page: Page) -> None:
    await say(page, "staff", "for everybody")
    await said(page, "staff", "for everybody")
    row = await opened_topic(page)
    names = pane(page, "staff").get_by_role("navigation").get_by_role("button")
    await expect(names.first).to_contain_text("General")
    await row.click()
    await hears(page, "staff", "Lift out of order")
    await expect(pane(page, "staff").get_by_text("for everybody", exact=True)).to_have_count(1)


async def test_the_pinned_card_stands_above_and_leads_to_its_message(page: Page) -> None:
    await (await opened_topic(page)).click()
    strip = pane(page, "staff").locator(".pinned")
    await expect(strip).to_contain_text("Lift out of order")
    await strip.get_by_role("button").click()
    await expect(await hears(page, "staff", "Lift out of order")).to_be_focused()


async def test_a_colleague_sees_the_name_of_who_spoke(page: Page) -> None:
    await (await opened_topic(page)).click()
    await say(page, "staff", "on my way")
    await said(page, "staff", "on my way")
    await hold_phone(page, "staff", "sue")
    await expect((await hears(page, "staff", "on my way")).locator(".sender")).to_have_text("李保")


async def test_a_button_in_the_group_is_pressed_by_who_is_acting(page: Page) -> None:
    await (await opened_topic(page)).click()
    await hears(page, "staff", "Lift out of order")
    await press(page, "staff", "Ring")
    await expect(pane(page, "staff").locator(".toast")).to_have_text("Ding!")


async def test_a_topic_deleted_while_in_view_gives_way_to_general(page: Page) -> None:
    row = await opened_topic(page)
    await row.click()
    await hears(page, "staff", "Lift out of order")
    await page.get_by_role("button", name="Mishaps").click()
    await page.get_by_role("button", name="Delete the topic in view").click()
    await expect(row).to_have_count(0)
    general = pane(page, "staff").get_by_role("navigation").get_by_role("button", name="General")
    await expect(general).to_have_attribute("aria-current", "true")


async def test_somebody_who_joins_can_act_in_the_group(page: Page, site: Site) -> None:
    await page.request.post(f"{site.url}sandbox/join", data={"as": "charlie"})
    await expect(pane(page, "staff").locator("option[value=charlie]")).to_have_count(1)
    await hold_phone(page, "staff", "charlie")
    await say(page, "staff", "I am new here")
    await said(page, "staff", "I am new here")
