"""HTML becomes text and entities, and can be shown again without danger."""

import pytest

from bot.sandbox.formatting import formatted, to_html

Found = list[tuple[str, str]]


def words_of(text: str, entities: list[dict[str, object]]) -> Found:
    encoded = text.encode("utf-16-le")
    found = []
    for entity in entities:
        start, length = int(str(entity["offset"])), int(str(entity["length"]))
        part = encoded[start * 2 : (start + length) * 2].decode("utf-16-le")
        found.append((str(entity["type"]), part))
    return found


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("plain", "plain", []),
        ("😀<b>粗</b>x", "😀粗x", [("bold", "粗")]),
        ("<b>a<i>b</i></b>", "ab", [("bold", "ab"), ("italic", "b")]),
        ("<b> a </b>", "a", [("bold", "a")]),
        ("&lt;b&gt; &amp; &quot;&#39;&#x1F600;&nbsp;", "<b> & \"'😀&nbsp;", []),
        ("<a href='https://e.org/?a=1&amp;b=2'>x</a>", "x", [("text_link", "x")]),
        ("<a href='javascript:alert(1)'>x</a>", "x", []),
        ('<pre><code class="language-py">x</code></pre>', "x", [("pre", "x")]),
        ("<code>/start</code>", "/start", [("code", "/start")]),
        ("<tg-spoiler>x</tg-spoiler>", "x", [("spoiler", "x")]),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", "x")]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", "x")]),
        ("<B>x</B>", "x", [("bold", "x")]),
        ("<b></b>x", "x", []),
        ("\n <u>x</u>\n", "x", [("underline", "x")]),
    ],
)
def test_markup_is_read(html: str, text: str, entities: Found) -> None:
    plain, found = formatted(html, "HTML", [])
    assert (plain, words_of(plain, found)) == (text, entities)


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("/start Ab3", [("bot_command", "/start")]),
        ("好 /help@some_bot，", [("bot_command", "/help@some_bot")]),
        ("3/4 and a/b and //", []),
        ("see https://t.me/x?start=Ab3。", [("url", "https://t.me/x?start=Ab3")]),
        ("t.me/x, or www.example.org.", [("url", "t.me/x"), ("url", "www.example.org")]),
        ("write to a.b@example.org!", [("email", "a.b@example.org")]),
        ("ask @someone #漏水 #12", [("mention", "@someone"), ("hashtag", "#漏水")]),
        ("😀/start", [("bot_command", "/start")]),
    ],
)
def test_what_anybody_can_see_is_found(text: str, entities: Found) -> None:
    plain, found = formatted(text, "", [])
    assert words_of(plain, found) == entities


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("a &lt;script&gt; &amp; <b>b</b>", "a &lt;script&gt; &amp; <b>b</b>"),
        ("<b>a<i>b</i></b>c", "<b>a<i>b</i></b>c"),
        ("<a href='https://e.org/\"'>x</a>", '<a href="https://e.org/&quot;">x</a>'),
        ("😀<u>好</u>😀", "😀<u>好</u>😀"),
        ("<blockquote>x</blockquote>y", "<blockquote>x</blockquote>y"),
    ],
)
def test_it_is_shown_again(html: str, shown: str) -> None:
    assert to_html(*formatted(html, "HTML", [])) == shown


@pytest.mark.parametrize("url", [{}, {"url": None}, {"url": "javascript:alert(1)"}])
def test_a_link_that_leads_nowhere_good_is_no_link(url: dict[str, object]) -> None:
    link = {"type": "text_link", "offset": 0, "length": 1, **url}
    assert formatted("x", "", [link]) == ("x", [])


def test_overlaps_are_shown_without_crossing_tags() -> None:
    entities = [
        {"type": "bold", "offset": 0, "length": 4},
        {"type": "italic", "offset": 2, "length": 4},
    ]
    assert to_html("abcdef", entities) == "<b>ab<i>cd</i></b>ef"
