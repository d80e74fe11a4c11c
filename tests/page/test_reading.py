"""Everybody can use the page: by keyboard, on a phone, in the dark, in three languages."""

import json
from typing import Any

import pytest
from playwright.async_api import Page, expect

from .conftest import Visit
from .speaking import hears, pane, said, say

pytestmark = pytest.mark.browser

READABLE = 4.5  # WCAG 2.2 AA for text of ordinary size
WORDS_ON_THE_PAGE = [
    ".brand p",
    "#now",
    ".steps button",
    ".languages button[aria-pressed=true]",
    ".holder h2",
    ".holder select",
    ".topic strong",
    ".topic .gist",
    ".own .text",
    ".own .command",
    ".other .text",
    ".own time",
    ".other time",
    ".key",
    ".day",
    ".examples button",
    ".send",
    ".avatar",
]
CONTRASTS = """
selectors => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = colour => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].map(part => part / 255);
  };
  const over = (top, below) =>
    top.slice(0, 3).map((part, i) => part * top[3] + below[i] * (1 - top[3]));
  const behind = element => {
    if (!element) return [1, 1, 1];
    return over(rgba(getComputedStyle(element).backgroundColor), behind(element.parentElement));
  };
  const light = colour => colour
    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
  const contrast = element => {
    const ground = behind(element);
    const both = [light(over(rgba(getComputedStyle(element).color), ground)), light(ground)];
    return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
  };
  return Object.fromEntries(
    selectors.map(selector => [selector, contrast(document.querySelector(selector))]));
}
"""


@pytest.mark.parametrize(
    ("locale", "title"),
    [
        ("zh-TW", "業主的手機"),
        ("zh-HK", "業主的手機"),
        ("zh-CN", "业主的手机"),
        ("en-GB", "Owner’s phone"),
        ("fr-FR", "Owner’s phone"),
    ],
)
async def test_the_page_speaks_the_visitors_language(visit: Visit, locale: str, title: str) -> None:
    page = await visit(locale=locale)
    await expect(pane(page, "owner").get_by_role("heading")).to_have_text(title)


async def test_the_language_can_be_changed_and_is_kept(page: Page) -> None:
    await page.get_by_role("button", name="简").click()
    await expect(page.get_by_role("button", name="突发状况")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("button", name="突发状况")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 1400, 1920])
async def test_a_wide_screen_shows_all_three_panes(visit: Visit, width: int) -> None:
    page = await visit(width=width)
    for which in ("owner", "staff", "manager"):
        await expect(pane(page, which).locator(".composer")).to_be_in_viewport(ratio=1)
    await expect(page.get_by_role("tab")).to_have_count(0)


async def overflow(page: Page) -> int:
    return int(await page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.mark.parametrize("width", [320, 390, 480, 800])
@pytest.mark.parametrize("locale", ["zh-TW", "en-GB"])
async def test_on_a_narrow_screen_tabs_choose_the_pane_and_nothing_sticks_out(
    visit: Visit, width: int, locale: str
) -> None:
    page = await visit(width=width, height=844, locale=locale, has_touch=True)
    await say(page, "owner", "https://example.org/" + "a_very_long_address_" * 12)
    await hears(page, "owner", "a_very_long_address_")
    for which in ("owner", "staff", "manager"):
        await page.locator(f"#tab-{which}").click()
        await expect(pane(page, which).get_by_role("textbox")).to_be_in_viewport(ratio=1)
        await expect(page.locator(".pane:visible")).to_have_count(1)
        assert await overflow(page) <= 0


async def test_news_in_a_pane_out_of_view_is_marked_on_its_tab(visit: Visit) -> None:
    page = await visit(width=390, height=844)
    await say(page, "owner", "ticket")
    await expect(page.get_by_role("tab", name="Staff group new messages")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_word_stands_out_from_its_ground(visit: Visit, scheme: str) -> None:
    page = await visit(color_scheme=scheme)
    await say(page, "owner", "/start")
    await hears(page, "owner", "Hello")
    await say(page, "staff", "hello")
    await said(page, "staff", "hello")
    contrasts: dict[str, Any] = await page.evaluate(CONTRASTS, WORDS_ON_THE_PAGE)
    weak = {words: round(ratio, 2) for words, ratio in contrasts.items() if ratio < READABLE}
    assert weak == {}, json.dumps(weak)


async def test_dark_and_light_differ(visit: Visit) -> None:
    grounds = [
        await (await visit(color_scheme=scheme)).evaluate(
            "getComputedStyle(document.body).backgroundColor"
        )
        for scheme in ("light", "dark")
    ]
    assert grounds[0] != grounds[1]


async def test_a_whole_journey_by_keyboard_alone(page: Page) -> None:
    owner = pane(page, "owner")
    for _ in range(40):
        await page.keyboard.press("Tab")
        if await owner.get_by_role("textbox").evaluate("field => field === document.activeElement"):
            break
    await page.keyboard.type("/start")
    await page.keyboard.press("Enter")
    await hears(page, "owner", "Hello")
    for _ in range(40):
        await page.keyboard.press("Shift+Tab")
        if await owner.locator(".key:focus").count():
            break
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowUp")
    await expect(owner.locator(".key", has_text="Ring")).to_be_focused()
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_contain_text("Dong!")
    await page.keyboard.press("Escape")
    await expect(owner.locator(".key", has_text="Alarm")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await hears(page, "owner", "Changed.")
    assert await page.evaluate("document.activeElement.closest('.talk') !== null")


async def test_new_messages_are_announced_to_screen_readers(page: Page) -> None:
    log = pane(page, "owner").get_by_role("log")
    await expect(log).to_have_attribute("aria-live", "polite")
    await expect(log).to_have_accessible_name("Conversation of 陳雅麗")
