"""What is wrong in a notice is named at start-up: every mistake, with its file and line."""

from datetime import date
from pathlib import Path

import pytest

from db.vocabulary import HouseholdTag, Language, ResidentRole, Theme, Weight
from reminders.notices import ApprovalMode, Late, Notice, Notices, NoticesError, Readers

_WHOLE = """\
theme: fire
rule: {solar_term: 小寒}
at: "10:00"
expiry_hours: 48
reviewed: 2026-11-23
sources:
  - https://example.org/fire
texts:
  default:
    zh-Hant:
      title: 小心火燭
      why: 天乾物燥。
      actions:
        - 關火。
        - 撥 {{ numbers.fire }}。
    zh-Hans:
      title: 小心火烛
      why: 天干物燥。
      actions: [关火。, "拨 {{ numbers.fire }}。"]
    en:
      title: Mind the fire
      why: The air is dry.
      actions: [Turn it off., "Ring {{ numbers.fire }}."]
"""


def _mistakes(folder: Path, text: str, name: str = "fire.test.yaml") -> list[str]:
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(NoticesError) as caught:
        Notices.load(folder)
    return caught.value.mistakes


def test_a_whole_notice_is_read(tmp_path: Path) -> None:
    (tmp_path / "fire.test.yaml").write_text(_WHOLE, encoding="utf-8")
    (notice,) = Notices.load(tmp_path)
    assert notice.id == "fire.test"


def _read(folder: Path, text: str, name: str = "fire.test.yaml") -> Notice:
    (folder / name).write_text(text, encoding="utf-8")
    (notice,) = Notices.load(folder)
    return notice


def test_what_is_not_written_is_the_usual(tmp_path: Path) -> None:
    notice = _read(tmp_path, _WHOLE)
    assert (notice.weight, notice.approval) == (Weight.REMINDER, ApprovalMode.TEMPLATE)
    assert (notice.late, notice.asks, notice.audience) == (Late.UNTIL_EXPIRY, False, None)
    assert (notice.enabled_from, notice.enabled_until) == (None, None)


def test_what_owners_decide_rings_and_needs_a_second_pair_of_eyes(tmp_path: Path) -> None:
    notice = _read(tmp_path, _WHOLE.replace("theme: fire", "theme: major"), "major.test.yaml")
    assert (notice.weight, notice.approval) == (Weight.NOTICE, ApprovalMode.FOUR_EYES)
    assert not notice.routine


def test_everything_that_can_be_written_is_read(tmp_path: Path) -> None:
    written = """\
theme: fire
weight: urgent
rank: 5
approval: afterwards
asks: true
late: skip
audience: {roles: [owner, tenant], languages: [en], tags: [gas_heater]}
enabled_from: 2027-01-01
enabled_until: 2027-01-01
"""
    notice = _read(tmp_path, _WHOLE.replace("theme: fire\n", written))
    assert (notice.weight, notice.rank, notice.approval) == (
        Weight.URGENT,
        5,
        ApprovalMode.AFTERWARDS,
    )
    assert (notice.asks, notice.late, notice.routine) == (True, Late.SKIP, False)
    assert notice.audience == Readers(
        roles=(ResidentRole.OWNER, ResidentRole.TENANT),
        languages=(Language.EN,),
        tags=(HouseholdTag.GAS_HEATER,),
    )
    assert notice.enabled_from == notice.enabled_until == date(2027, 1, 1)


def test_fire_stays_where_a_festival_gives_way(tmp_path: Path) -> None:
    for theme in Theme:
        text = _WHOLE.replace("theme: fire", f"theme: {theme}")
        (tmp_path / f"{theme}.test.yaml").write_text(text, encoding="utf-8")
    ranks = {notice.theme.value: notice.rank for notice in Notices.load(tmp_path)}
    assert sorted(ranks, key=ranks.__getitem__) == [
        "festival", "health", "storm", "quake", "theft", "heat", "cold", "fire", "major",
    ]  # fmt: skip
    assert len(set(ranks.values())) == len(Theme)


@pytest.mark.parametrize(
    ("right", "wrong", "mistake"),
    [
        ("theme: fire", "theme: fair", "fire.test.yaml:1: theme: Input should be 'fire'"),
        ("theme: fire", "theme: heat", "fire.test.yaml:1: a file of this theme is called heat.…"),
        ("小寒", "小寒寒", "fire.test.yaml:2: rule.solar_term: 小寒寒 is not a solar term"),
        (
            "{solar_term: 小寒}",
            "{fixed: {month: 2, day: 30}}",
            "fire.test.yaml:2: rule.fixed.day: month 2 does not have a day 30 every year",
        ),
        (
            "{solar_term: 小寒}",
            "{lunar: {month: 12, day: 30}}",
            "fire.test.yaml:2: rule.lunar.day: a lunar month may end on the 29th",
        ),
        (
            "{solar_term: 小寒}",
            "{solar_term: 小寒, weekly: {}}",
            "fire.test.yaml:2: rule: a rule is exactly one of",
        ),
        (
            "{solar_term: 小寒}",
            "{event: wedding, offset_days: -7}",
            "fire.test.yaml:2: rule.event: Input should be 'meeting'",
        ),
        ("theme: fire", "theme: fire\nweight: heavy", "fire.test.yaml:2: weight: Input should be"),
        ("theme: fire", "theme: fire\nrank: 0", "fire.test.yaml:2: rank: Input should be greater"),
        ("theme: fire", "theme: fire\nlate: never", "fire.test.yaml:2: late: Input should be"),
        ("theme: fire", "theme: fire\nasks: perhaps", "fire.test.yaml:2: asks: Input should be"),
        ("theme: fire", "theme: fire\napproval: no", "fire.test.yaml:2: approval: Input should"),
        (
            "theme: fire",
            "theme: fire\napproval: afterwards",
            "fire.test.yaml:2: approval: only what weighs urgent is sent first",
        ),
        (
            "theme: fire",
            "theme: fire\naudience: {roles: [king]}",
            "fire.test.yaml:2: audience.roles.0: Input should be 'owner'",
        ),
        (
            "theme: fire",
            "theme: fire\naudience: {floors: [3]}",
            "fire.test.yaml:2: audience.floors is not a name that means anything here",
        ),
        *(
            (
                "theme: fire",
                f"theme: fire\naudience: {nobody}",
                "fire.test.yaml:2: audience: an audience names roles, languages or tags",
            )
            for nobody in ("{}", "{tags: []}")
        ),
        (
            "theme: fire",
            "theme: fire\nenabled_from: 2027-01-31\nenabled_until: 2027-01-01",
            "fire.test.yaml:3: enabled_until: it ends before it begins on 2027-01-31",
        ),
        ('"10:00"', "10:00", "fire.test.yaml:3: at: a time is written in quotes"),
        ('"10:00"', '"25:00"', "fire.test.yaml:3: at: a time is written in quotes"),
        ('"10:00"', '"22:00"', "fire.test.yaml:3: 22:00 lies in the quiet hours of TW"),
        ("expiry_hours: 48\n", "", "fire.test.yaml:1: expiry_hours is missing"),
        ("expiry_hours:", "expires:", "fire.test.yaml:4: expires is not a name that means any"),
        ("2026-11-23", "2026-02-30", "not YAML: day is out of range"),
        ("https://example.org/fire", "see the web", "fire.test.yaml:7: sources.0: String should"),
        (
            "    zh-Hans:",
            "    ja:",
            "fire.test.yaml:8: texts: nothing is said by default in zh-Han",
        ),
        ("  default:", "  HK:", "fire.test.yaml:8: texts: nothing is said by default in zh-Hant, "),
        (
            "      title: 小心火燭\n",
            "",
            "fire.test.yaml:10: texts.default.zh-Hant.title is missing",
        ),
        ("      why: 天乾物燥。\n", "", "fire.test.yaml:10: texts.default.zh-Hant.why is missing"),
        ("sources:\n  - https://example.org/fire\n", "", "fire.test.yaml:1: sources is missing"),
        ("reviewed: 2026-11-23\n", "", "fire.test.yaml:1: reviewed is missing"),
        (
            "actions: [关火。,",
            "actions: [关火。, 一。, 二。, 三。, 四。,",
            "fire.test.yaml:19: texts.default.zh-Hans.actions: Tuple should have at most 5",
        ),
        (
            "        - 關火。\n",
            "",
            "fire.test.yaml:13: texts.default.zh-Hant.actions: Tuple should have at least 2",
        ),
        (
            "撥 {{ numbers.fire }}",
            "撥 {{ number.fire }}",
            "fire.test.yaml:15: actions in zh-Hant: 'number' is undefined",
        ),
        (
            "why: The air is dry.",
            'why: "{{ terms.gaz }}"',
            "fire.test.yaml:22: why in en: 'reminders.region.Terms object' has no attribute 'gaz'",
        ),
        (
            "why: The air is dry.",
            'why: "{{ terms.gas"',
            "fire.test.yaml:22: why in en: unexpected end of template",
        ),
        (
            "why: The air is dry.",
            'why: "{{ terms.__class__.__mro__ }}"',
            "fire.test.yaml:22: why in en: access to attribute '__class__'",
        ),
        ("theme: fire", "theme: fire\ntheme: heat", "fire.test.yaml:2: theme is said twice"),
        ("      why: 天乾物燥。", "      why: 天乾: 物燥", "fire.test.yaml:12: not YAML: mapping"),
    ],
)
def test_a_mistake_is_named_with_its_line(
    tmp_path: Path, right: str, wrong: str, mistake: str
) -> None:
    assert right in _WHOLE
    mistakes = _mistakes(tmp_path, _WHOLE.replace(right, wrong, 1))
    assert any(mistake in found for found in mistakes), mistakes


def test_every_mistake_in_every_file_is_named(tmp_path: Path) -> None:
    _mistakes(tmp_path, _WHOLE.replace("小寒", "小小寒"), "fire.one.yaml")
    both = _WHOLE.replace("48", "0").replace("numbers.fire", "numbers.fir")
    found = _mistakes(tmp_path, both.replace("expiry_hours: 0", "expiry_hours: 0\nx: 1"))
    assert [mistake.split(":")[:2] for mistake in found] == [
        ["fire.one.yaml", "2"],
        ["fire.test.yaml", "4"],
        ["fire.test.yaml", "5"],
    ]


def test_a_mistake_shared_by_all_regions_is_named_once(tmp_path: Path) -> None:
    found = _mistakes(tmp_path, _WHOLE.replace("numbers.fire", "numbers.fir"))
    assert len(found) == 3


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "fire"])
def test_what_is_no_notice_at_all(tmp_path: Path, text: str) -> None:
    (mistake,) = _mistakes(tmp_path, text)
    assert mistake.startswith("fire.test.yaml:1: ")


def test_an_empty_folder_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(NoticesError, match="holds no notices"):
        Notices.load(tmp_path)


def test_a_title_cannot_name_a_warning_that_lists_do_not_know(tmp_path: Path) -> None:
    guarded = _WHOLE.replace("The air is dry.", "'{% if alert %}{{ alert.risen }}{% endif %} Dry.'")
    assert _read(tmp_path, guarded)
    named = _WHOLE.replace("Mind the fire", "'{{ alert.risen }}: mind the fire'")
    assert _mistakes(tmp_path, named) == [
        "fire.test.yaml:21: title in en: 'None' has no attribute 'risen'"
    ]


def test_a_reminder_of_a_meeting_may_name_it_in_its_words_alone(tmp_path: Path) -> None:
    of_a_meeting = _WHOLE.replace("rule: {solar_term: 小寒}", "rule: {event: meeting}")
    assert _read(tmp_path, of_a_meeting.replace("The air is dry.", "At {{ meeting.place }}."))
    assert _mistakes(tmp_path, _WHOLE.replace("The air is dry.", "At {{ meeting.place }}.")) == [
        "fire.test.yaml:22: why in en: 'None' has no attribute 'place'"
    ]


_WARNED = """\
rule:
  alert:
    names: {zh-Hant: 高溫, zh-Hans: 高温, en: heat}
    any:
      - "hko:WHOT"
      - "hko:WTCSGNL>=TC3"
    cooldown_hours: 72
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        (">=TC3", ">=TC2", 7, "TC2 is not a level that we know"),
        ("hko:WHOT", "bbc:WHOT", 6, "bbc warns nobody (only ncdr, hko, cma do)"),
        ("hko:WHOT", "WHOT", 6, "a warning is written feed:kind, or feed:kind>=level"),
        ("cooldown_hours: 72", "cooldown_hours: 2", 8, "greater than or equal to 24"),
        ("    cooldown_hours: 72\n", "", 3, "rule.alert.cooldown_hours is missing"),
        ("rule:", "weight: urgent\nrule:", 9, "what weighs urgent is told whenever"),
        (", en: heat", "", 4, "it has no name in en"),
        ("    any:", "    all:", 5, "all is not a name that means anything here"),
        ("rule:", "regions: {HK: {sent: false}}\nrule:", 6, "it is not sent in HK, whose"),
    ],
)
def test_a_mistake_in_what_an_official_warning_calls_for(
    tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    written = _WHOLE.replace("rule: {solar_term: 小寒}\n", _WARNED.replace(old, new))
    mistakes = _mistakes(tmp_path, written)
    assert any(each.startswith(f"fire.test.yaml:{line}:") and said in each for each in mistakes), (
        mistakes
    )


_EXPECTED = """\
rule:
  weather: {metric: tmax, op: ge, value: 36, within_hours: 36, cooldown_hours: 72, unless: fire.w}
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("metric: tmax", "metric: rain", "rule.weather.metric: Input should be 'tmax' or 'tmin'"),
        ("op: ge", "op: gt", "rule.weather.op: Input should be 'ge' or 'le'"),
        ("value: 36", "value: hot", "rule.weather.value"),
        ("within_hours: 36", "within_hours: 500", "less than or equal to 72"),
        (", unless: fire.w", "", "rule.weather.unless is missing"),
        ("unless: fire.w", "unless: fire.x", "fire.x is no notice that a warning calls for"),
    ],
)
def test_a_mistake_in_what_a_forecast_calls_for(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    warned = _WHOLE.replace("rule: {solar_term: 小寒}\n", _WARNED)
    (tmp_path / "fire.w.yaml").write_text(warned, encoding="utf-8")
    written = _WHOLE.replace("rule: {solar_term: 小寒}\n", _EXPECTED.replace(old, new))
    (mistake,) = _mistakes(tmp_path, written)
    assert mistake.startswith("fire.test.yaml:3: ")
    assert said in mistake


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("fire.x", "fire.x is no notice that a warning calls for"),
        ("fire.w", "fire.w leaves the word to another itself"),
    ],
)
def test_a_mistake_in_what_gives_way_to_a_graver_notice(
    tmp_path: Path, named: str, said: str
) -> None:
    def warned(unless: str) -> str:
        gives_way = f"{_WARNED}    unless: {unless}\n"
        return _WHOLE.replace("rule: {solar_term: 小寒}\n", gives_way)

    (tmp_path / "fire.w.yaml").write_text(warned("fire.v"), encoding="utf-8")
    (tmp_path / "fire.v.yaml").write_text(
        _WHOLE.replace("rule: {solar_term: 小寒}\n", _WARNED), encoding="utf-8"
    )
    (mistake,) = _mistakes(tmp_path, warned(named))
    assert mistake == f"fire.test.yaml:9: unless: {said}"
