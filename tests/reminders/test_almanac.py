"""What days are called."""

from datetime import date, timedelta

import pytest

from db.vocabulary import Language, Region
from reminders.almanac import names_of

YEAR = [date(2027, 1, 1) + timedelta(days=count) for count in range(365)]


@pytest.mark.parametrize(
    ("day", "hant", "hans", "english"),
    [
        (date(2026, 12, 7), "大雪", "大雪", "Major Snow"),
        (date(2027, 1, 1), "元旦", "元旦", "New Year"),
        (date(2027, 2, 5), "除夕", "除夕", "New Year’s Eve"),
        (date(2027, 2, 6), "春節", "春节", "Lunar New Year"),
        (date(2027, 3, 6), "驚蟄", "惊蛰", "Insects Wake"),
        (date(2028, 1, 26), "春節", "春节", "Lunar New Year"),
    ],
)
def test_days_have_names_in_three_languages(day: date, hant: str, hans: str, english: str) -> None:
    said = {language: names_of(day, Region.CN, language) for language in Language}
    assert said == {Language.HANT: (hant,), Language.HANS: (hans,), Language.EN: (english,)}


def test_a_festival_and_a_term_can_fall_on_one_day() -> None:
    assert names_of(date(2027, 10, 8), Region.TW, Language.HANT) == ("重陽", "寒露")


def test_a_region_keeps_its_own_days() -> None:
    national = date(2027, 10, 1)
    assert names_of(national, Region.HK, Language.EN) == ("National Day",)
    assert names_of(national, Region.TW, Language.EN) == ()


@pytest.mark.parametrize("region", Region)
@pytest.mark.parametrize("language", Language)
def test_a_year_has_every_term_and_its_festivals(region: Region, language: Language) -> None:
    named = [name for day in YEAR for name in names_of(day, region, language)]
    assert len(named) == len(set(named)) >= 24 + 9
