"""Saying, pressing, replying, correcting, sending photos: what everybody does on a phone."""

import base64

import pytest
from playwright.async_api import FilePayload, Page, expect

from .speaking import hears, pane, press, said, say

pytestmark = pytest.mark.browser

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


async def test_what_is_said_appears_on_the_right_and_the_answer_on_the_left(page: Page) -> None:
    await say(page, "owner", "The lift is broken")
    own = await (await said(page, "owner", "The lift is broken")).bounding_box()
    answer = await (await hears(page, "owner", "You said: The lift is broken")).bounding_box()
    assert own is not None
    assert answer is not None
    assert own["x"] > answer["x"]


async def test_a_silent_message_is_marked(page: Page) -> None:
    await say(page, "owner", "hello")
    answer = await hears(page, "owner", "You said: hello")
    await expect(answer.get_by_role("img", name="delivered silently")).to_be_visible()


async def test_formatting_is_shown_and_markup_in_words_is_only_words(page: Page) -> None:
    await say(page, "owner", "/start")
    await expect((await hears(page, "owner", "Hello")).locator("b")).to_have_text("you")
    await say(page, "owner", "<img src=x onerror=alert(1)><b>bold?</b>")
    answer = await hears(page, "owner", "You said: <img src=x onerror=alert(1)><b>bold?</b>")
    assert await answer.locator("img, b").count() == 0


async def test_a_dangerous_message_loses_everything_but_its_words(page: Page) -> None:
    left = await page.evaluate(
        """async () => {
            const { formatted } = await import("/page/safe_html.js");
            const box = document.createElement("div");
            box.append(formatted(
                '<b class="x" id="y">bold</b> <a href="javascript:alert(1)">bad</a>' +
                '<a href="https://example.org/?a=1&amp;b=2">good</a><style>p{}</style>' +
                '<script>alert(1)</script><h1>big</h1><blockquote>said</blockquote>'));
            return box.innerHTML;
        }"""
    )
    assert left == (
        '<b>bold</b> bad<a href="https://example.org/?a=1&amp;b=2" target="_blank" '
        'rel="noopener noreferrer">good</a>big<blockquote>said</blockquote>'
    )


async def test_a_button_answers_with_a_note(page: Page) -> None:
    await say(page, "owner", "/start")
    await hears(page, "owner", "Hello")
    await press(page, "owner", "Ring")
    await expect(pane(page, "owner").locator(".toast")).to_have_text("Ding!")


async def test_an_alert_waits_until_it_is_closed(page: Page) -> None:
    await say(page, "owner", "/start")
    await hears(page, "owner", "Hello")
    await press(page, "owner", "Alarm")
    await expect(page.get_by_role("dialog")).to_contain_text("Dong!")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_an_edited_message_changes_in_place_and_says_so(page: Page) -> None:
    await say(page, "owner", "/start")
    await hears(page, "owner", "Hello")
    await press(page, "owner", "Change")
    changed = await hears(page, "owner", "Changed.")
    await expect(changed).to_contain_text("edited")
    await expect(changed.locator(".key")).to_have_text(["Ring"])
    await expect(pane(page, "owner").locator(".talk.other")).to_have_count(1)


async def test_a_reply_quotes_what_it_answers(page: Page) -> None:
    await say(page, "owner", "first")
    answer = await hears(page, "owner", "You said: first")
    await answer.hover()
    await answer.get_by_role("button", name="Reply").click()
    await say(page, "owner", "second")
    await expect((await said(page, "owner", "second")).locator(".quote")).to_contain_text("first")


async def test_escape_gives_up_a_reply(page: Page) -> None:
    await say(page, "owner", "first")
    answer = await hears(page, "owner", "You said: first")
    await answer.hover()
    await answer.get_by_role("button", name="Reply").click()
    await page.keyboard.press("Escape")
    await say(page, "owner", "second")
    assert await (await said(page, "owner", "second")).locator(".quote").count() == 0


async def test_ones_own_words_can_be_corrected(page: Page) -> None:
    await say(page, "owner", "the lfit")
    own = await said(page, "owner", "the lfit")
    await own.hover()
    await own.get_by_role("button", name="Edit").click()
    await say(page, "owner", "the lift")
    await expect(await said(page, "owner", "the lift")).to_contain_text("edited")


async def test_a_photo_is_shown_with_its_caption(page: Page) -> None:
    photo: FilePayload = {"name": "leak.png", "mimeType": "image/png", "buffer": PIXEL}
    await pane(page, "owner").locator("input[type=file]").set_input_files(photo)
    await say(page, "owner", "the ceiling")
    own = await said(page, "owner", "the ceiling")
    loaded = "picture => picture.decode().then(() => picture.naturalWidth)"
    assert await own.locator("img").evaluate(loaded) == 1


async def test_two_photos_travel_as_one_album(page: Page) -> None:
    photos: list[FilePayload] = [
        {"name": f"{n}.png", "mimeType": "image/png", "buffer": PIXEL} for n in "ab"
    ]
    await pane(page, "owner").locator("input[type=file]").set_input_files(photos)
    await say(page, "owner", "both sides")
    await expect((await said(page, "owner", "both sides")).locator("img")).to_have_count(2)


async def test_a_file_becomes_a_link(page: Page) -> None:
    file: FilePayload = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
    await pane(page, "owner").locator("input[type=file]").set_input_files(file)
    await say(page, "owner", "the plan")
    link = (await said(page, "owner", "the plan")).locator("a.document")
    response = await page.request.get(str(await link.evaluate("link => link.href")))
    assert await response.body() == b"%PDF-1.4"


async def test_enter_that_ends_a_chinese_syllable_sends_nothing(page: Page) -> None:
    field = pane(page, "owner").get_by_role("textbox")
    await field.fill("電梯")
    await field.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    await expect(field).to_have_value("電梯")
    await field.press("Shift+Enter")
    await expect(field).to_have_value("電梯\n")
    await expect(pane(page, "owner").locator(".talk")).to_have_count(0)


async def test_a_ready_sentence_is_said_at_one_press_in_the_chosen_language(page: Page) -> None:
    owner = pane(page, "owner")
    await owner.get_by_role("button", name="Examples in the next language").click()
    await owner.get_by_role("button", name="12樓電梯壞了").click()
    await said(page, "owner", "12樓電梯壞了")
