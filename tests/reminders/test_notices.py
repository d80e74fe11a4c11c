"""The shipped notices: whole, proof-read, and spread over the year."""

import os
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from db.vocabulary import Language, Region
from reminders.calendar import DaysOff
from reminders.notices import Notice, Notices, Theme, render
from reminders.proofreading import remarks
from reminders.rules import occurrences
from reminders.told import NOTHING_TOLD, SAMPLE
from reminders.triggered_rules import EventRule, Triggered

_GOLDEN = Path(__file__).with_name("golden")
_FEWEST = {
    Theme.FIRE: 8,
    Theme.THEFT: 5,
    Theme.COLD: 6,
    Theme.HEAT: 6,
    Theme.FESTIVAL: 4,
    Theme.MAJOR: 4,
    Theme.STORM: 3,
    Theme.QUAKE: 1,
    Theme.HEALTH: 1,
}
_MOST_A_YEAR = 20
_NAMES = {Language.HANT: "翠湖", Language.HANS: "翠湖", Language.EN: "Emerald Lake"}


def _all_letters(notices: Notices, region: Region, language: Language) -> str:
    return "\n".join(
        f"———— {notice.id}\n{_letter(notice, region, language)}\n"
        for notice in notices
        if notice.is_for(region)
    )


def _letter(notice: Notice, region: Region, language: Language) -> str:
    told = SAMPLE if isinstance(notice.rule, EventRule) else NOTHING_TOLD
    return render(notice, _NAMES[language], "2345 6789", region, language, told)


def test_there_is_a_notice_for_every_season(notices: Notices) -> None:
    assert len(notices) >= 36
    there = Counter(notice.theme for notice in notices)
    assert all(there[theme] >= fewest for theme, fewest in _FEWEST.items()), there


def test_every_notice_passes_the_proofreader(notices: Notices) -> None:
    latest = max(notice.reviewed for notice in notices)
    assert remarks(notices, latest) == []


@pytest.mark.parametrize("region", Region)
@pytest.mark.parametrize("language", Language)
def test_the_letters_read_as_they_were_reviewed(
    notices: Notices, region: Region, language: Language
) -> None:
    """After a change: `GUANJIA_GOLDEN=write pytest tests/reminders`, then read the diff."""
    reviewed = _GOLDEN / f"{region}.{language}.txt"
    letters = _all_letters(notices, region, language)
    if os.environ.get("GUANJIA_GOLDEN") == "write":
        reviewed.write_text(letters, encoding="utf-8")
    assert letters == reviewed.read_text(encoding="utf-8")


def test_a_letter_has_its_title_reason_actions_and_signature(notices: Notices) -> None:
    letter = render(notices.by_id["fire.heater"], "翠湖", "2345 6789", Region.TW, Language.HANT)
    assert letter == (
        "<b>天涼了，給電暖器留點空間</b>\n\n"
        "收了大半年的電暖器要出來工作了。"
        "它若緊挨著窗簾、被子或晾著的衣服，熱氣散不開，就可能起火。\n\n"
        "1. 擺在平穩的地方，離床、窗簾和衣物至少 1 公尺。\n"
        "2. 插在牆上的插座，別和其他電器共用延長線。\n"
        "3. 檢查插頭和電線，有焦痕或破損就先別用。\n"
        "4. 關掉電源，再出門或睡覺。\n"
        "5. 遇上起火先離開，隨手關門，再撥 119。\n\n"
        "翠湖管理中心　敬上（電話 2345 6789）"
    )


def test_names_from_outside_are_escaped(notices: Notices) -> None:
    letter = render(notices.by_id["theft.fraud"], "A <b>& B", "<1>", Region.HK, Language.HANT)
    assert "A &lt;b&gt;&amp; B管理處" in letter
    assert "請致電 &lt;1&gt; 查證" in letter


def test_each_region_is_given_its_own_numbers(notices: Notices) -> None:
    def said(notice: str, region: Region) -> str:
        return render(notices.by_id[notice], "", "", region, Language.EN)

    assert "ring 999" in said("cold.elders", Region.HK).lower()
    assert "ring 120" in said("cold.elders", Region.CN).lower()
    assert "ring 119" in said("cold.elders", Region.TW).lower()
    assert "18222" in said("theft.fraud", Region.HK)
    assert "Answer calls from 96110" in said("theft.fraud", Region.CN)


def test_taiwan_sweeps_its_graves_without_fire(notices: Notices) -> None:
    sweeping = notices.by_id["fire.tomb_sweeping"]
    assert "不燒紙錢" in render(sweeping, "", "", Region.TW, Language.HANT)
    assert "化寶爐" in render(sweeping, "", "", Region.HK, Language.HANT)


def test_frozen_pipes_are_the_mainlands_business(notices: Notices) -> None:
    pipes = notices.by_id["cold.water_pipes"]
    assert [region for region in Region if pipes.is_for(region)] == [Region.CN]


def test_a_region_may_have_its_own_words_in_one_language(notices: Notices) -> None:
    def said(region: Region, language: Language) -> str:
        return render(notices.by_id["storm.typhoon"], "", "", region, language)

    assert "水浸" in said(Region.HK, Language.HANT)
    assert "淹水" in said(Region.TW, Language.HANT)
    assert "Typhoon season" in said(Region.HK, Language.EN)


def test_private_fireworks_are_against_the_law_in_hong_kong(notices: Notices) -> None:
    new_year = notices.by_id["fire.lunar_new_year"]
    assert "unlawful" in render(new_year, "", "", Region.HK, Language.EN)
    assert "unlawful" not in render(new_year, "", "", Region.TW, Language.EN)
    assert not notices.by_id["festival.lantern"].is_for(Region.HK)


def test_what_no_date_plans_is_at_hand(notices: Notices) -> None:
    at_hand = {region: {each.id for each in notices.at_hand(region)} for region in Region}
    for of_a_region in at_hand.values():
        assert of_a_region >= {"major.water_outage", "heat.advisory", "storm.typhoon_warning"}
    assert "theft.windows" in at_hand[Region.HK]
    assert "theft.windows" not in at_hand[Region.TW]
    assert "quake.drill" not in at_hand[Region.HK], "not for Hong Kong at all"


def test_major_matters_and_what_warnings_call_for_are_never_routine(notices: Notices) -> None:
    ringing = {each.id for each in notices if not each.routine}
    major = {each.id for each in notices if each.theme is Theme.MAJOR}
    assert major <= ringing
    assert ringing - major == {
        "cold.advisory",
        "fire.danger",
        "heat.advisory",
        "heat.forecast",
        "storm.stay_indoors",
        "storm.typhoon_warning",
        "storm.rainstorm",
    }


def _decade(notices: Notices, region: Region) -> list[tuple[date, Notice]]:
    first, last = date(2026, 1, 1), date(2035, 12, 31)
    return sorted(
        (
            (due.local_date, notice)
            for notice in notices
            if (schedule := notice.schedule(region))
            for due in occurrences(schedule.rule, DaysOff(region), first, last)
        ),
        key=lambda planned: planned[0],
    )


@pytest.mark.parametrize("region", Region)
def test_a_year_has_no_more_reminders_than_its_budget(notices: Notices, region: Region) -> None:
    a_year = Counter(day.year for day, _ in _decade(notices, region))
    assert len(a_year) == 10
    assert all(15 <= number <= _MOST_A_YEAR for number in a_year.values()), a_year


@pytest.mark.parametrize("region", Region)
def test_reminders_of_one_theme_are_a_fortnight_apart(notices: Notices, region: Region) -> None:
    for theme in Theme:
        days = [day for day, notice in _decade(notices, region) if notice.theme is theme]
        assert all(after - day >= timedelta(days=14) for day, after in pairwise(days)), theme


@pytest.mark.parametrize("region", Region)
def test_a_week_has_one_reminder_but_where_a_moving_feast_meets_another(
    notices: Notices, region: Region
) -> None:
    """Long breaks and lunar dates wander; six meetings in ten years, and never three at once."""
    planned = _decade(notices, region)
    week = timedelta(days=7)
    meetings = [
        (day, one.id, other.id)
        for (day, one), (after, other) in pairwise(planned)
        if after - day < week
    ]
    assert len(meetings) <= 6, meetings
    assert all(
        third - first >= week for (first, _), (third, _) in zip(planned, planned[2:], strict=False)
    )


@pytest.mark.parametrize("region", Region)
def test_every_key_is_used_once_in_its_notice(notices: Notices, region: Region) -> None:
    for notice in notices:
        schedule = notice.schedule(region)
        if schedule and not isinstance(schedule.rule, Triggered):
            dues = occurrences(schedule.rule, DaysOff(region), date(2026, 1, 1), date(2035, 12, 31))
            assert len({due.key for due in dues}) == len(dues) > 0
