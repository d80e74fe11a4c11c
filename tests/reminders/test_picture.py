"""The plan as a picture: the right signs on the right days, in signs that the font has."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PIL import Image, ImageColor

from db.vocabulary import Language, Region, Theme
from reminders.almanac import names_of
from reminders.printing.font import face
from reminders.printing.pen import fitted, width_of, wrapped
from reminders.printing.picture import COLOURS, WIDTH, Entry, SheetWords, Span, draw

AUTUMN = date(2026, 11, 24)
HEAVY_SNOW = date(2026, 12, 7)


def span(first: date, language: Language = Language.HANT, region: Region = Region.TW) -> Span:
    return Span(first, first + timedelta(days=59), region, language)


def words(of: Span) -> SheetWords:
    return SheetWords(
        title="翠湖花園 溫馨提示",
        span="2026年11月24日至2027年1月22日",
        weekdays=tuple("一二三四五六日"),
        months={(year, month): f"{year} 年 {month} 月" for year, month in of.months()},
        settled="已核准",
        open="待核准",
        day_off="放假",
        workday="補班",
        workday_sign="班",
        nothing="沒有排定的提示",
    )


def entry(day: date, theme: Theme, *, settled: bool = True) -> Entry:
    return Entry(day, theme, "1 防寒", "12月7日", "冷天早晨，慢慢來", settled)


def picture(of: Span, entries: Sequence[Entry]) -> Image.Image:
    return Image.open(io.BytesIO(draw(of, entries, words(of)))).convert("RGB")


def amount(image: Image.Image, colour: str) -> int:
    """How many pixels bear a colour, or one that the eye cannot tell from it."""
    wanted = ImageColor.getrgb(colour)
    counted = image.getcolors(image.width * image.height) or []
    return sum(
        number
        for number, found in counted
        if isinstance(found, tuple)
        and max(abs(a - b) for a, b in zip(found, wanted, strict=True)) < 6
    )


def at(image: Image.Image, day: date, first: date, colour: str) -> bool:
    """Whether the colour stands on the day's cell of the first sheet (or of its list: not)."""
    cell = (WIDTH - 72) / 7
    left = 36 + day.weekday() * cell
    week = (day - first + timedelta(days=first.weekday())).days // 7
    top = 172 + 78 + 44 + week * 96
    cropped = image.crop((round(left), round(top), round(left + cell), round(top + 96)))
    return amount(cropped, colour) > 300


def test_a_picture_is_as_wide_as_a_phone_likes_and_not_heavy() -> None:
    of = span(AUTUMN)
    drawn = draw(of, [entry(HEAVY_SNOW, theme) for theme in Theme], words(of))
    image = Image.open(io.BytesIO(drawn))
    assert (image.format, image.width) == ("PNG", WIDTH)
    assert image.height <= 3000
    assert len(drawn) < 1_000_000


@pytest.mark.parametrize("themes", [list(Theme)[:6], list(Theme)[6:]])
def test_every_theme_has_its_colour_on_its_day(themes: list[Theme]) -> None:
    days = {theme: AUTUMN + timedelta(days=place) for place, theme in enumerate(themes)}
    image = picture(span(AUTUMN), [entry(day, theme) for theme, day in days.items()])
    for theme in themes:
        shown = [day for day in days.values() if at(image, day, AUTUMN, COLOURS[theme])]
        assert shown == [days[theme]]


def test_what_waits_for_approval_is_drawn_hollow() -> None:
    day = date(2026, 11, 26)
    filled = picture(span(AUTUMN), [entry(day, Theme.FIRE)])
    hollow = picture(span(AUTUMN), [entry(day, Theme.FIRE, settled=False)])
    assert amount(hollow, COLOURS[Theme.FIRE]) < amount(filled, COLOURS[Theme.FIRE]) / 2
    assert at(hollow, day, AUTUMN, COLOURS[Theme.FIRE])


def test_what_lies_outside_is_left_out() -> None:
    of = span(AUTUMN)
    outside = [
        entry(of.last + timedelta(days=1), Theme.FIRE),
        entry(date(2026, 11, 23), Theme.FIRE),
    ]
    assert draw(of, outside, words(of)) == draw(of, [], words(of))


def test_the_sheets_go_over_the_years_end() -> None:
    of = span(AUTUMN)
    assert of.months() == [(2026, 11), (2026, 12), (2027, 1)]
    assert [len(of.weeks(*month)) for month in of.months()] == [2, 5, 4]
    assert AUTUMN in of
    assert of.last in of
    assert of.last + timedelta(days=1) not in of


def test_public_holidays_are_shaded() -> None:
    shade = "#FBE3DC"
    new_year = picture(span(date(2027, 2, 1), region=Region.CN), [])
    plain = picture(span(date(2027, 7, 1), region=Region.CN), [])
    assert amount(new_year, shade) > amount(plain, shade) + 6 * 130 * 80


def test_days_of_work_at_weekends_are_explained_only_where_there_are_any() -> None:
    golden = replace(span(date(2026, 9, 15), region=Region.CN))
    said = words(golden)
    with_words = draw(golden, [], said)
    assert with_words != draw(golden, [], replace(said, workday="工作日")), "2026-09-20 is worked"
    quiet = span(date(2026, 11, 1), region=Region.CN)
    assert draw(quiet, [], words(quiet)) == draw(quiet, [], replace(words(quiet), workday="別的"))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("region", Region)
def test_the_font_has_every_sign_of_the_almanac(language: Language, region: Region) -> None:
    printed = face(language, region)
    for count in range(366):
        for name in names_of(date(2028, 1, 1) + timedelta(days=count), region, language):
            assert printed.printable(name) == name


def test_signs_that_the_font_lacks_are_left_out_and_none_is_printed_as_a_box() -> None:
    printed = face(Language.HANT, Region.TW)
    assert printed.printable("🔥 陳堃喆 ✅") == "陳堃喆"
    with_emoji = replace(entry(HEAVY_SNOW, Theme.COLD), line="冷天早晨，慢慢來🔥")
    of = span(AUTUMN)
    assert draw(of, [with_emoji], words(of)) == draw(of, [entry(HEAVY_SNOW, Theme.COLD)], words(of))


def test_each_region_reads_its_own_shapes() -> None:
    numbers = {region: face(Language.HANT, region).number for region in Region}
    assert numbers[Region.TW] != numbers[Region.HK]
    assert face(Language.HANS, Region.TW) == face(Language.HANS, Region.CN)
    assert face(Language.HANT, Region.CN) == face(Language.HANT, Region.TW)


def test_words_are_shortened_or_wrapped_to_what_fits() -> None:
    printed = face(Language.EN, Region.TW)
    assert fitted(printed, "short", 30, 400) == "short"
    cut = fitted(printed, "Going away? Ask a neighbour to look in", 30, 300)
    assert cut.endswith("…")
    assert width_of(printed, cut, 30) <= 300
    assert wrapped(printed, "Winter Solstice", 22, 120) == ["Winter", "Solstice"]
    assert "".join(wrapped(printed, "行憲紀念日", 22, 70)) == "行憲紀念日"
