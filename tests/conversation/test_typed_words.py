"""What somebody typed: a command or words, and which of the desk's words stay in the house."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.messages import Incoming, Speaker
from bot.conversation.relay import NOTE_PREFIXES, as_note

ALICE = Speaker(telegram_id=1001, name="Alice Chan", language_code="zh-hant")


def typed(text: str) -> Incoming:
    return Incoming(ALICE, chat_id=1001, private=True, inbox_id=1, text=text)


@pytest.mark.parametrize(
    ("text", "command", "argument"),
    [
        ("/start", "start", ""),
        ("/start abc-DEF_123", "start", "abc-DEF_123"),
        ("/START AbC", "start", "AbC"),
        ("/start@GuanjiaBot", "start", ""),
        ("/start@GuanjiaBot AbC", "start", "AbC"),
        ("/invite 3-12F", "invite", "3-12F"),
        ("/invite   3棟 12樓 F ", "invite", "3棟 12樓 F"),
        ("/broadcast\n明天停水\n下午恢復", "broadcast", "明天停水\n下午恢復"),
        ("/new\t漏水", "new", "漏水"),
        ("/報修 漏水", "報修", "漏水"),
        ("/", "", ""),
        ("/@GuanjiaBot", "", ""),
        ("//內部備註", "/內部備註", ""),
    ],
)
def test_a_command_and_what_follows_it(text: str, command: str, argument: str) -> None:
    assert typed(text).command == command
    assert typed(text).argument == argument


@pytest.mark.parametrize(
    "text", ["", "漏水了", "start", " /start", "1/2 樓之間", "3/12 F", "https://example.org/start"]
)
def test_words_are_no_command(text: str) -> None:
    assert typed(text).command is None


def test_a_press_or_a_picture_alone_is_no_command() -> None:
    nothing_said = Incoming(ALICE, chat_id=1001, private=True, inbox_id=1)
    assert nothing_said.command is None
    assert nothing_said.argument == ""


@given(st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1), st.text())
def test_a_command_never_contains_its_argument(word: str, rest: str) -> None:
    command = typed(f"/{word} {rest}").command
    assert command is not None
    assert command == word.split("@", 1)[0].lower()


# --- notes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("// 已聯絡電梯公司", "已聯絡電梯公司"),
        ("//已聯絡電梯公司", "已聯絡電梯公司"),
        ("／／已聯絡電梯公司", "已聯絡電梯公司"),
        ("#note called the lift company", "called the lift company"),
        ("#NOTE Called The Lift Company", "Called The Lift Company"),
        ("#備註 已聯絡電梯公司", "已聯絡電梯公司"),
        ("#备注 已联系电梯公司", "已联系电梯公司"),
        ("備註：已聯絡電梯公司", "已聯絡電梯公司"),
        ("备注：已联系电梯公司", "已联系电梯公司"),
        ("note: called the lift company", "called the lift company"),
        ("Note: called\nthe lift company", "called\nthe lift company"),
        ("//", ""),
        ("// see https://example.org//x", "see https://example.org//x"),
    ],
)
def test_what_is_marked_as_a_note_stays_in_the_house(text: str, note: str) -> None:
    assert as_note(text) == note


@pytest.mark.parametrize(
    "text",
    [
        "",
        "師傅下午三點到",
        "The plumber comes at three",
        "Please note: the water is off",
        "見 https://example.org",
        "/ 師傅下午三點到",
        "備註欄請填電話",
        "noted, thank you",
    ],
)
def test_anything_else_is_meant_for_the_owner(text: str) -> None:
    assert as_note(text) is None


@pytest.mark.parametrize("prefix", NOTE_PREFIXES)
@given(words=st.text())
def test_no_note_leaks_whatever_it_says(prefix: str, words: str) -> None:
    assert as_note(prefix + words) == words.strip()
    assert as_note(prefix.upper() + words) == words.strip()
