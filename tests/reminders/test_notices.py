"""The shipped notices: whole, proof-read, and spread over the year."""

import os
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from db.vocabulary import Language, Region
from reminders.notices import Notices, Theme, render
from reminders.proofreading import lint
from reminders.rules import Due, occurrences

_GOLDEN = Path(__file__).with_name("golden")
_FEWEST = {
    Theme.FIRE: 5,
    Theme.THEFT: 4,
    Theme.COLD: 4,
    Theme.HEAT: 4,
    Theme.FESTIVAL: 2,
    Theme.STORM: 1,
}
_NAMES = {Language.HANT: "翠湖", Language.HANS: "翠湖", Language.EN: "Emerald Lake"}


def _all_letters(notices: Notices, region: Region, language: Language) -> str:
    return "\n".join(
        f"———— {notice.id}\n{render(notice, _NAMES[language], '2345 6789', region, language)}\n"
        for notice in notices
        if notice.schedule(region)
    )


def test_there_is_a_notice_for_every_season(notices: Notices) -> None:
    there = Counter(notice.theme for notice in notices)
    assert all(there[theme] >= fewest for theme, fewest in _FEWEST.items()), there


def test_every_notice_passes_the_proofreader(notices: Notices) -> None:
    assert [fault for notice in notices for fault in lint(notice)] == []


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
    assert "請打 &lt;1&gt; 查證" in letter


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
    assert pipes.schedule(Region.CN) is not None
    assert pipes.schedule(Region.TW) is None
    assert pipes.schedule(Region.HK) is None


def _decade(notices: Notices, region: Region) -> list[Due]:
    return sorted(
        due
        for notice in notices
        if (schedule := notice.schedule(region))
        for due in occurrences(schedule.rule, region, date(2026, 1, 1), date(2035, 12, 31))
    )


@pytest.mark.parametrize("region", Region)
def test_nobody_is_written_to_too_often(notices: Notices, region: Region) -> None:
    dues = _decade(notices, region)
    a_year = Counter(due.local_date.year for due in dues)
    assert len(a_year) == 10
    assert all(15 <= number <= 24 for number in a_year.values()), a_year
    for due in dues:
        week = due.local_date + timedelta(days=7)
        within = [other for other in dues if due.local_date <= other.local_date < week]
        assert len(within) <= 2, within


@pytest.mark.parametrize("region", Region)
def test_every_key_is_used_once_in_its_notice(notices: Notices, region: Region) -> None:
    for notice in notices:
        if schedule := notice.schedule(region):
            dues = occurrences(schedule.rule, region, date(2026, 1, 1), date(2035, 12, 31))
            assert len({due.key for due in dues}) == len(dues) > 0
