"""Phones pass from hand to hand, and links open on the right one."""

import pytest
from playwright.async_api import Page, expect

from .speaking import hears, hold_phone, pane, said, say

pytestmark = pytest.mark.browser


async def test_another_person_sees_their_own_chat_only(page: Page) -> None:
    await say(page, "owner", "private words")
    await hears(page, "owner", "You said: private words")
    await hold_phone(page, "owner", "charlie")
    await expect(pane(page, "owner").locator(".talk")).to_have_count(0)
    await hold_phone(page, "owner", "alice")
    await said(page, "owner", "private words")


async def test_somebody_who_never_wrote_is_offered_a_start(page: Page) -> None:
    await hold_phone(page, "owner", "charlie")
    await pane(page, "owner").get_by_role("button", name="Start", exact=True).click()
    await hears(page, "owner", "Hello")


async def test_a_new_neighbour_moves_in(page: Page) -> None:
    await pane(page, "owner").get_by_role("button", name="New neighbour").click()
    await page.get_by_role("dialog").get_by_role("textbox").fill("neighbour")
    await page.keyboard.press("Enter")
    await expect(pane(page, "owner").get_by_role("combobox")).to_have_value("neighbour")
    await say(page, "owner", "good morning")
    await hears(page, "owner", "You said: good morning")


async def test_an_invitation_asks_who_opens_it_and_greets_with_its_token(page: Page) -> None:
    await say(page, "manager", "invite")
    await (await hears(page, "manager", "Open")).get_by_role("link").click()
    await page.get_by_role("dialog").get_by_role("button", name="Charlie").click()
    await said(page, "owner", "/start Ab3xYz")
    await expect(pane(page, "owner").get_by_role("combobox")).to_have_value("charlie")


async def test_who_holds_the_phone_is_remembered(page: Page) -> None:
    await hold_phone(page, "owner", "charlie")
    await page.reload()
    await expect(pane(page, "owner").get_by_role("combobox")).to_have_value("charlie")


async def test_news_for_a_phone_that_is_put_away_is_marked(page: Page) -> None:
    await say(page, "owner", "soon")
    await hold_phone(page, "owner", "charlie")
    away = await page.context.new_page()
    await away.goto(page.url)
    await hold_phone(away, "owner", "alice")
    await say(away, "owner", "later")
    option = pane(page, "owner").locator("option[value=alice]")
    await expect(option).to_contain_text("●")
