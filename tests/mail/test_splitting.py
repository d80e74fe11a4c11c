"""Long texts become several messages, each of them whole."""

import re

import pytest

from bot.telegram.splitting import fits, split_html, strip_tags, width


def test_a_short_text_stays_as_it_is() -> None:
    assert split_html("<b>停水</b>通知 &amp; 更多") == ["<b>停水</b>通知 &amp; 更多"]


def test_it_is_cut_between_paragraphs() -> None:
    assert split_html("aaaaaaaa\n\nbbbb\ncc\n\ndddd", 16) == ["aaaaaaaa", "bbbb\ncc\n\ndddd"]
    assert split_html("aaaaaaaa bbbb\n\ncccc", 17) == ["aaaaaaaa bbbb", "cccc"]


def test_tags_are_closed_at_the_cut_and_opened_again() -> None:
    html = '<b>one <a href="https://x.tw/">two three</a></b> four'
    assert split_html(html, 10) == [
        '<b>one <a href="https://x.tw/">two</a></b>',
        '<b><a href="https://x.tw/">three</a></b> four',
    ]


def test_an_entity_is_never_cut() -> None:
    assert split_html("&lt;" * 10, 4) == ["&lt;" * 4, "&lt;" * 4, "&lt;" * 2]


def test_an_emoji_counts_twice() -> None:
    assert width("🔥a") == 3
    assert [width(part) for part in split_html("🔥" * 10, 8)] == [8, 8, 4]


@pytest.mark.parametrize("limit", [7, 50, 333, 1024])
def test_nothing_is_lost_and_every_part_fits(limit: int) -> None:
    html = "".join(
        f"<b>第{number}項</b>：水電 &amp; 瓦斯 <i>請於<u>週{number}</u>前</i>確認 🔧\n\n"
        for number in range(30)
    )
    parts = split_html(html, limit)
    assert all(fits(part, limit) for part in parts)
    assert re.sub(r"\s", "", strip_tags("".join(parts))) == re.sub(r"\s", "", strip_tags(html))
    for part in parts:
        assert len(re.findall(r"<[a-z]", part)) == part.count("</")


def test_the_words_alone() -> None:
    assert strip_tags('<b>1 &lt; 2</b> &amp; <a href="x">&#34;so&#34;</a>') == '1 < 2 & "so"'
