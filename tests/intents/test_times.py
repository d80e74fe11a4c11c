"""Times are read as people write them, and resolved from a moment that is given."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents.lexicon import words_of
from intents.normalise import fold
from intents.times import When, read_times, when_in

TAIPEI = ZoneInfo("Asia/Taipei")
NOW = datetime(2026, 11, 26, 10, 0, tzinfo=TAIPEI)
"""A Thursday, ten in the morning."""

TOLD = [
    # relative days
    ("今天", "11-26 10:00", "11-27 00:00"),
    ("聽日", "11-27 00:00", "11-28 00:00"),
    ("明天可以嗎", "11-27 00:00", "11-28 00:00"),
    ("tmr", "11-27 00:00", "11-28 00:00"),
    ("後日", "11-28 00:00", "11-29 00:00"),
    ("大後天", "11-29 00:00", "11-30 00:00"),
    ("the day after tomorrow", "11-28 00:00", "11-29 00:00"),
    ("三天後", "11-29 00:00", "11-30 00:00"),
    # with a part of the day
    ("聽日下晝", "11-27 12:00", "11-27 18:00"),
    ("明天上午", "11-27 06:00", "11-27 12:00"),
    ("听日朝早", "11-27 06:00", "11-27 12:00"),
    ("tomorrow afternoon", "11-27 12:00", "11-27 18:00"),
    ("this afternoon", "11-26 12:00", "11-26 18:00"),
    ("今晚", "11-26 18:00", "11-27 00:00"),
    ("tonight", "11-26 18:00", "11-27 00:00"),
    ("下晝", "11-26 12:00", "11-26 18:00"),
    ("凌晨", "11-27 00:00", "11-27 06:00"),
    # with a clock time
    ("明天下午三點", "11-27 15:00", "11-27 15:00"),
    ("聽日下晝三點得唔得", "11-27 15:00", "11-27 15:00"),
    ("tomorrow 3pm", "11-27 15:00", "11-27 15:00"),
    ("3pm tomorrow", "11-27 15:00", "11-27 15:00"),
    ("tomorrow at 3.30 pm", "11-27 15:30", "11-27 15:30"),
    ("廚房漏水 tomorrow 下午3點 可以嗎", "11-27 15:00", "11-27 15:00"),
    ("聽朝9點", "11-27 09:00", "11-27 09:00"),
    ("今晚8點", "11-26 20:00", "11-26 20:00"),
    ("tonight at 8", "11-26 20:00", "11-26 20:00"),
    ("晚上十二點", "11-27 00:00", "11-27 00:00"),
    ("中午十二點", "11-26 12:00", "11-26 12:00"),
    ("凌晨三點", "11-27 03:00", "11-27 03:00"),
    ("三點半", "11-26 15:30", "11-26 15:30"),
    ("3点15", "11-26 15:15", "11-26 15:15"),
    ("三點十五分", "11-26 15:15", "11-26 15:15"),
    ("三點一刻", "11-26 15:15", "11-26 15:15"),
    ("三點三", "11-26 15:15", "11-26 15:15"),
    ("三點九", "11-26 15:45", "11-26 15:45"),
    ("下午3点", "11-26 15:00", "11-26 15:00"),
    ("15:00", "11-26 15:00", "11-26 15:00"),
    ("3:30pm", "11-26 15:30", "11-26 15:30"),
    ("half past 3", "11-26 15:30", "11-26 15:30"),
    ("3 o'clock", "11-26 15:00", "11-26 15:00"),
    ("3 in the afternoon", "11-26 15:00", "11-26 15:00"),
    ("一點鐘", "11-26 13:00", "11-26 13:00"),
    # hours of a day that are over are those of the evening, or of tomorrow
    ("8點", "11-26 20:00", "11-26 20:00"),
    ("早上8點", "11-27 08:00", "11-27 08:00"),
    ("9am", "11-27 09:00", "11-27 09:00"),
    # weekdays
    ("禮拜五", "11-27 00:00", "11-28 00:00"),
    ("周四", "11-26 10:00", "11-27 00:00"),
    ("星期三", "12-02 00:00", "12-03 00:00"),
    ("下週三", "12-02 00:00", "12-03 00:00"),
    ("下星期五上晝十點半", "12-04 10:30", "12-04 10:30"),
    ("next Tuesday", "12-01 00:00", "12-02 00:00"),
    ("on wed", "12-02 00:00", "12-03 00:00"),
    ("wed morning", "12-02 06:00", "12-02 12:00"),
    ("週末", "11-28 00:00", "11-30 00:00"),
    ("next weekend", "12-05 00:00", "12-07 00:00"),
    ("下週", "11-30 00:00", "12-07 00:00"),
    ("next week", "11-30 00:00", "12-07 00:00"),
    # dates
    ("12月3號", "12-03 00:00", "12-04 00:00"),
    ("十二月三號下午", "12-03 12:00", "12-03 18:00"),
    ("3 Dec", "12-03 00:00", "12-04 00:00"),
    ("the 3rd of December", "12-03 00:00", "12-04 00:00"),
    ("Dec 3rd at 2pm", "12-03 14:00", "12-03 14:00"),
    ("2026-12-03 15:00", "12-03 15:00", "12-03 15:00"),
    ("2026年12月3日", "12-03 00:00", "12-04 00:00"),
    ("下個月5號", "12-05 00:00", "12-06 00:00"),
    ("5號上午", "12-05 06:00", "12-05 12:00"),
    ("3月2號", "03-02 00:00", "03-03 00:00"),
    # spans
    ("2點到4點", "11-26 14:00", "11-26 16:00"),
    ("下午2到4點", "11-26 14:00", "11-26 16:00"),
    ("明天下午兩點到四點之間", "11-27 14:00", "11-27 16:00"),
    ("上午10點到下午2點", "11-26 10:00", "11-26 14:00"),
    ("between 2 and 4", "11-26 14:00", "11-26 16:00"),
    ("tomorrow between 2 and 4pm", "11-27 14:00", "11-27 16:00"),
    ("2-4pm", "11-26 14:00", "11-26 16:00"),
    ("11-1pm", "11-26 11:00", "11-26 13:00"),
    ("10 to 12 tomorrow", "11-27 10:00", "11-27 12:00"),
    ("9:00-18:00", "11-26 10:00", "11-26 18:00"),
    ("下午兩點之後", "11-26 14:00", "11-27 00:00"),
    ("after 6pm", "11-26 18:00", "11-27 00:00"),
    ("after 6", "11-26 18:00", "11-27 00:00"),
    ("after 6pm on friday", "11-27 18:00", "11-28 00:00"),
    ("before 5pm", "11-26 10:00", "11-26 17:00"),
    ("周五之前", "11-26 10:00", "11-27 00:00"),
    ("by friday", "11-26 10:00", "11-28 00:00"),
    ("after friday", "11-28 00:00", "12-05 00:00"),
    # from now
    ("兩小時後", "11-26 12:00", "11-26 12:00"),
    ("半個鐘後", "11-26 10:30", "11-26 10:30"),
    ("in 2 hours", "11-26 12:00", "11-26 12:00"),
    ("in two days", "11-28 00:00", "11-29 00:00"),
    # what has been
    ("since monday", "11-23 00:00", "11-26 10:00"),
    ("昨晚開始", "11-25 18:00", "11-26 10:00"),
    ("琴日開始冇水", "11-25 00:00", "11-26 10:00"),
    ("從上週起一直漏", "11-16 00:00", "11-26 10:00"),
    ("since yesterday 3pm", "11-25 15:00", "11-26 10:00"),
    ("漏了三天了", "11-23 10:00", "11-26 10:00"),
    ("for the past two weeks", "11-12 10:00", "11-26 10:00"),
    ("3 days ago", "11-23 00:00", "11-24 00:00"),
    ("兩個小時前", "11-26 08:00", "11-26 08:00"),
    ("尋晚", "11-25 18:00", "11-26 00:00"),
    ("last Monday", "11-16 00:00", "11-17 00:00"),
    # from tomorrow on
    ("明天開始", "11-27 00:00", "11-28 00:00"),
]

NO_TIME = [
    "",
    "3-12F",
    "3棟12樓F",
    "B座 12/F F室",
    "12/3F",
    "3/12",
    "5號樓",
    "3號電梯",
    "有一點吵",
    "快一點",
    "早一點",
    "我有兩點建議",
    "每天晚上都很吵",
    "every night",
    "逢星期一收垃圾",
    "晚上好",
    "good morning",
    "早上好，你好",
    "以後天天漏水",
    "樓下周圍好污糟",
    "一周一次",
    "等了30分鐘",
    "he sat down in the sun",
    "i may come",
    "between 2 and 4 people",
    "before the lift",
    "2:99",
    "99點",
    "25:00",
]

OVER = [
    "今天凌晨",
    "今天早上九點",
    "today 9am",
    "這週一",
    "this monday",
    "2020-01-01",
    "11月31號",
    "今天8:15am",
]


@pytest.mark.parametrize(("text", "start", "end"), TOLD)
def test_time_is_resolved(text: str, start: str, end: str) -> None:
    (when,) = read_times(text)
    found = when.resolve(NOW)
    assert found is not None
    assert tuple(f"{moment:%m-%d %H:%M}" for moment in found) == (start, end)
    assert all(moment.tzinfo is TAIPEI for moment in found)


@pytest.mark.parametrize("text", NO_TIME)
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert read_times(text) == ()


@pytest.mark.parametrize("text", OVER)
def test_what_is_over_is_not_guessed(text: str) -> None:
    assert [when.resolve(NOW) for when in read_times(text)] == [None]


def test_a_date_in_figures_waits_to_be_told_its_order() -> None:
    (british,) = read_times("3/12 下午三點", day_first=True)
    (american,) = read_times("3/12 下午三點", day_first=False)
    assert (british.month, british.day) == (12, 3)
    assert (american.month, american.day) == (3, 12)
    assert [when.day for when in read_times("3/12 下午三點")] == [None]


def test_the_wish_counts_before_the_report() -> None:
    folded = fold("昨晚開始漏水，明天下午兩點到四點之間過來")
    when = when_in(folded, words_of(folded))
    assert when is not None
    assert when.said == "明天下午两点到四点"
    report = fold("the tap has been leaking since monday")
    since = when_in(report, words_of(report))
    assert since is not None
    assert since.is_past


def test_two_days_are_two_times() -> None:
    assert [when.said for when in read_times("明天或後天")] == ["明天", "后天"]


def test_it_is_told_which_text_said_it() -> None:
    (when,) = read_times("師傅聽日下晝三點得唔得")
    assert when == When("听日下昼三点", day_offset=1, start=15 * 60, end=15 * 60)


WORDS = [
    *("今天", "聽日", "昨晚", "下", "週", "三", "點", "半", "3", "12", ":", "-", "到", "下午"),
    *("月", "號", "號之前", "開始", "日", "/", "了", "前", "pm", "next", "monday", "since"),
    *("before", "after", "between", "and", "2026-", "in", "days"),
]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(WORDS), max_size=10),
    st.sampled_from(["", " "]),
    st.datetimes(timezones=st.just(UTC)),
)
def test_any_words_are_resolved_or_not(words: list[str], glue: str, now: datetime) -> None:
    for when in read_times(glue.join(words), day_first=True):
        found = when.resolve(now)
        assert found is None or found[0] <= found[1]
        assert found is None or when.is_past or when.bound or found[1] >= now


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for when in read_times(text):
        when.resolve(NOW)
