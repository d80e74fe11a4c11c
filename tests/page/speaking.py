"""What the tests do on the page, in the words of somebody sitting before it."""

from playwright.async_api import Locator, Page


def pane(page: Page, which: str) -> Locator:
    return page.locator(f"#pane-{which}")


async def say(page: Page, which: str, text: str) -> None:
    field = pane(page, which).get_by_role("textbox")
    await field.fill(text)
    await field.press("Enter")


async def hears(page: Page, which: str, text: str) -> Locator:
    """The bubble in which somebody else's words appear, once they are there."""
    bubble = pane(page, which).locator(".talk.other", has_text=text).last
    await bubble.wait_for()
    return bubble


async def said(page: Page, which: str, text: str) -> Locator:
    """The own bubble with these words, once it is there."""
    bubble = pane(page, which).locator(".talk.own", has_text=text).last
    await bubble.wait_for()
    return bubble


async def press(page: Page, which: str, name: str) -> None:
    await pane(page, which).locator(".key", has_text=name).last.click()


async def hold_phone(page: Page, which: str, person: str) -> None:
    await pane(page, which).get_by_role("combobox").select_option(person)
