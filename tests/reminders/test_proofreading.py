"""The proof-reader finds what it is there for: each fault put into a sound notice."""

from datetime import date, timedelta
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from db.vocabulary import Language, Region
from reminders.notices import Notice, Notices, Theme
from reminders.proofreading import Fault, Rule, lint, proofread, remarks, words_of

_REVIEWED = date(2026, 11, 23)
_SOUND = """\
theme: fire
rule: {solar_term: 小雪}
expiry_hours: 48
reviewed: 2026-11-23
sources:
  - https://example.org/fire
texts:
  default:
    zh-Hant:
      title: 給電暖器留點空間
      why: 天氣冷了。
      actions:
        - 擺在平穩的地方。
        - 撥 {{ numbers.fire }}，如果起火。
    zh-Hans:
      title: 给电暖器留点空间
      why: 天气冷了。
      actions:
        - 放在平稳的地方。
        - 拨 {{ numbers.fire }}，如果起火。
    en:
      title: Give the heater some room
      why: It is cold.
      actions:
        - Keep it steady.
        - Ring {{ numbers.fire }} if it burns.
"""


def _remarked(folder: Path, right: str = "", wrong: str = "", today: date = _REVIEWED) -> list[str]:
    assert right in _SOUND
    text = _SOUND.replace(right, wrong, 1)
    (folder / "fire.test.yaml").write_text(text, encoding="utf-8")
    return [remark.sentence for remark in remarks(Notices.load(folder), today)]


def test_a_sound_notice_is_passed_without_a_word(tmp_path: Path) -> None:
    assert _remarked(tmp_path) == []


_LONG_ZH = "天冷要小心。" * 40
_LONG_EN = "It is cold and dry. " * 20


@pytest.mark.parametrize(
    ("right", "wrong", "remark"),
    [
        pytest.param(
            "why: 天氣冷了。",
            "why: 天氣在 {% raw %}{{ day }}{% endraw %} 轉冷。",
            "fire.test.yaml:11: E01 in TW zh-Hant, HK zh-Hant, CN zh-Hant: "
            "“{{ day }}” looks like a place that was not filled. Fill it, or take it out.",
            id="E01-placeholder",
        ),
        pytest.param("why: It is cold.", "why: It is cold from XX on.", ":23: E01", id="E01-blank"),
        pytest.param("why: It is cold.", "why: None", ":23: E01", id="E01-none"),
        pytest.param(
            "why: 天氣冷了。",
            f"why: {_LONG_ZH}",
            ":9: E02 in TW zh-Hant, HK zh-Hant, CN zh-Hant: 212 characters are more than 180. "
            "Keep what matters most; cut the rest.",
            id="E02-han",
        ),
        pytest.param(
            "why: It is cold.", f"why: {_LONG_EN}", "characters are more than 360", id="E02-latin"
        ),
        pytest.param(
            "- Keep it steady.",
            "- The heater is hot.",
            ":25: E03 in TW en, HK en, CN en: “The heater is hot.” does not begin with a verb. "
            "Say first what to do; a new verb goes into proofreading/lexicon.yaml.",
            id="E03-en",
        ),
        pytest.param(
            "- 放在平稳的地方。", "- 电暖器要平稳。", ":19: E03 in TW zh-Hans", id="E03-hans"
        ),
        pytest.param(
            "why: 天氣冷了。",
            "why: 有事撥 117。",
            ":11: E05 in TW zh-Hant: 117 is not a number to ring here. "
            "Use one of 119 / 110 / 165; give it a unit",
            id="E05-nobodys",
        ),
        pytest.param(
            "why: It is cold.",
            "why: Ask 165.",
            ":23: E05 in HK en: 165 is not a number to ring here. "
            "Use one of 999 / 18222; give it a unit if it is no telephone number.",
            id="E05-of-another-region",
        ),
        pytest.param(
            "- 撥 {{ numbers.fire }}，如果起火。",
            "- 撥電話，如果起火。",
            ":9: E06 in TW zh-Hant: No emergency number is named. "
            "Say in the last action when to ring 119 / 110.",
            id="E06",
        ),
        pytest.param(
            "why: It is cold.",
            "why: See https://bit.ly/heat now.",
            ":23: E07 in TW en, HK en, CN en: Readers cannot tell whether the link "
            "“https://bit.ly/heat” is genuine. Ask them to ring the office",
            id="E07-in-the-words",
        ),
        pytest.param(
            "why: It is cold.", "why: See heaters.example.com/a now.", ":23: E07", id="E07-bare"
        ),
        pytest.param(
            "https://example.org/fire", "https://reurl.cc/fire", ":6: E07: ", id="E07-in-sources"
        ),
        pytest.param(
            "title: 給電暖器留點空間",
            "title: 小心！小心！",
            ":9: W08 in TW zh-Hant, HK zh-Hant, CN zh-Hant: It exclaims 2 times. "
            "Once at most; a full stop is kinder.",
            id="W08",
        ),
        pytest.param(
            "why: It is cold.",
            "why: It is VERY COLD.",
            ":23: W09 in TW en, HK en, CN en: “VERY COLD” shouts in capitals. "
            "Write it in small letters.",
            id="W09-en",
        ),
        pytest.param("why: 天氣冷了。", "why: 天氣 DANGER。", ":11: W09", id="W09-hant"),
        pytest.param(
            "why: 天氣冷了。",
            "why: 再不注意，後果自負。",
            ":11: E10 in TW zh-Hant, HK zh-Hant, CN zh-Hant: “後果自負” frightens or blames. "
            "Say what helps, and why it is worth doing.",
            id="E10-hant",
        ),
        pytest.param("why: 天气冷了。", "why: 违者重罚。", ":17: E10", id="E10-hans"),
        pytest.param(
            "why: It is cold.", "why: Fires are deadly.", ":23: E10 in TW en", id="E10-en"
        ),
        pytest.param(
            "title: 給電暖器留點空間",
            "title: 电暖器",
            ":10: E11 in TW zh-Hant, HK zh-Hant, CN zh-Hant: Not of this language: 电. "
            "Write it in this language's own characters.",
            id="E11-hant",
        ),
        pytest.param("why: It is cold.", "why: It is 冷.", ":23: E11 in TW en", id="E11-en"),
        pytest.param(
            "title: 给电暖器留点空间",
            "title: 電暖器",
            ":16: E12 in TW zh-Hans, HK zh-Hans, CN zh-Hans: Traditional among Simplified: 電. "
            "Write the Simplified characters.",
            id="E12",
        ),
        pytest.param(
            "why: 天氣冷了。",
            f"why: {'天氣一天比一天冷，' * 5}出門多穿一件。",
            ":11: W13 in TW zh-Hant, HK zh-Hant, CN zh-Hant: The sentence “天氣一天比一天冷，天 …” "
            "is 46 long, more than 38. Make two of it.",
            id="W13-han",
        ),
        pytest.param(
            "why: It is cold.",
            f"why: The days are {'cold and ' * 10}dark.",
            ":23: W13 in TW en, HK en, CN en: The sentence “The days are cold and …” "
            "is 24 long, more than 22.",
            id="W13-en",
        ),
        pytest.param(
            "why: 天氣冷了。",
            "why: 別靠近，別蓋住，不要忘記拔。",
            ":9: W14 in TW zh-Hant, HK zh-Hant, CN zh-Hant: It forbids 3 times. "
            "2 times at most; say what to do instead.",
            id="W14-hant",
        ),
        pytest.param(
            "why: It is cold.",
            "why: Never cover it. Do not move it. Don't touch it.",
            ":21: W14 in TW en",
            id="W14-en",
        ),
        pytest.param(
            "expiry_hours: 48",
            "expiry_hours: 1",
            "fire.test.yaml:3: E15: It expires 1 h after it is due. Give readers 2 h at least.",
            id="E15",
        ),
        pytest.param(
            "expiry_hours: 48",
            "expiry_hours: 48\nregions:\n  HK: {expiry_hours: 1}",
            "fire.test.yaml:5: E15: It expires 1 h after it is due.",
            id="E15-in-a-region",
        ),
        pytest.param(
            "why: It is cold.",
            "why: Ask ann@example.org about it.",
            ":23: E19 in TW en, HK en, CN en: “ann@example.org” looks like personal data. "
            "Take it out; give the office's number.",
            id="E19-mail",
        ),
        pytest.param("why: 天氣冷了。", "why: 找小陳 0912-345-678。", ":11: E19", id="E19-mobile"),
        pytest.param(
            "why: 天气冷了。", "why: 身份证 11010519491231002X。", ":17: E19", id="E19-identity"
        ),
        pytest.param(
            "why: It is cold.",
            "why: Wait 15 minutes.",
            ":21: E20 in TW en, HK en, CN en: en and zh-Hant differ in 15. "
            "Name the same numbers in every language.",
            id="E20",
        ),
    ],
)
def test_a_fault_is_told_with_its_line_and_its_mend(
    tmp_path: Path, right: str, wrong: str, remark: str
) -> None:
    found = _remarked(tmp_path, right, wrong)
    assert any(remark in each for each in found), found


def test_facts_that_nobody_looked_at_for_a_year_are_told_and_stop_nobody(tmp_path: Path) -> None:
    year_later = _REVIEWED + timedelta(days=365)
    assert _remarked(tmp_path, today=year_later) == []
    (stale,) = remarks(Notices.load(tmp_path), year_later + timedelta(days=1))
    assert stale.sentence == (
        "fire.test.yaml:4: E18: The facts were last held against their sources on 2026-11-23. "
        "Read the sources again, then put today's date."
    )
    assert not stale.blocks


def test_a_review_that_is_yet_to_come_is_a_slip_of_the_pen(tmp_path: Path) -> None:
    (slip,) = _remarked(tmp_path, "2026-11-23", "2062-11-23")
    assert slip.startswith("fire.test.yaml:4: E18")


def test_advice_stops_nobody_and_a_fault_does(tmp_path: Path) -> None:
    _remarked(tmp_path, "why: It is cold.", "why: It is COLD. Ask 117.")
    blocks = {each.sentence.split(" ")[1]: each.blocks for each in _all(tmp_path)}
    assert blocks == {"W09": False, "E05": True, "E20": True}


def _all(folder: Path) -> list[Any]:
    return remarks(Notices.load(folder), _REVIEWED)


def test_a_fault_in_one_regions_own_words_is_told_of_that_region(tmp_path: Path) -> None:
    own = "  HK:\n    zh-Hant:\n      title: 電暖爐\n      why: 後果自負。\n"
    own += "      actions: [擺好。, '撥 {{ numbers.fire }}，如果起火。']\n"
    (tmp_path / "fire.test.yaml").write_text(_SOUND + own, encoding="utf-8")
    (found,) = [each.sentence for each in _all(tmp_path)]
    assert found.startswith("fire.test.yaml:30: E10 in HK zh-Hant: “後果自負”")


@pytest.mark.parametrize(
    "sentence",
    [
        "台上有床，十里之外只剩一杯",
        "特別的日子，別人也一樣，個別處理，別忘了。",
        "2026 年、200 毫升、1500 元、12,000 元、1203 室",
    ],
)
def test_what_only_looks_like_a_fault_is_left_in_peace(tmp_path: Path, sentence: str) -> None:
    found = _remarked(tmp_path, "why: 天氣冷了。", f"why: {sentence}")
    assert [each for each in found if " E20 " not in each] == []


def test_a_notice_that_no_region_gets_is_not_read(notices: Notices) -> None:
    shouting = notices.by_id["fire.heater"].model_dump(mode="json")
    shouting |= {"regions": {region: {"sent": False} for region in Region}, "rule": None}
    shouting["texts"]["default"]["en"]["why"] = "DANGER!! DANGER!!"
    shouting["at"] = "10:00"
    assert lint(Notice.model_validate(shouting)) == []


# --- a manager's own words ------------------------------------------------------------------------


def _own(text: str, language: Language, theme: Theme | None = None) -> dict[Rule, str]:
    words = words_of(text, Region.TW, language, theme=theme, office_phone="2345 6789")
    return {fault.rule: fault.mend(language) for fault in proofread(words)}


def test_a_managers_own_words_are_read_by_the_same_eye() -> None:
    assert _own("Tea in the hall on 20 March 2027 at 19:30. Ring 2345 6789.", Language.EN) == {}
    assert _own("明天停水！快存水！見 bit.ly/abc", Language.HANT) == {
        Rule.EXCLAIMS: "最多一個，其餘改用句號。",
        Rule.LINK: "改請住戶致電管理單位，或用政府網站的完整網址。",
    }
    assert _own("违者重罚，电话 13800138000", Language.HANS) == {
        Rule.FRIGHTENS: "改说可以怎么做，以及为什么值得。",
        Rule.PERSONAL: "删去；要联系就留物业的电话。",
    }


def test_a_government_site_may_be_named() -> None:
    assert _own("See https://www.cwa.gov.tw/V8/E/ today.", Language.EN) == {}


def test_own_words_about_danger_name_whom_to_ring() -> None:
    assert _own("Mind the heater.", Language.EN, Theme.FIRE).keys() == {Rule.NO_EMERGENCY_NUMBER}
    assert _own("Mind the heater; ring 119.", Language.EN, Theme.FIRE) == {}


@pytest.mark.parametrize("language", Language)
def test_every_rule_says_what_is_wrong_and_the_mend(language: Language) -> None:
    named = ("words", "length", "most", "number", "known", "count", "hours", "least", "day")
    values = dict.fromkeys((*named, "one", "other"), "7")
    for rule in Rule:
        fault = Fault(rule, (), values)
        assert fault.said(language)
        assert fault.mend(language)


@pytest.mark.parametrize(
    "sign", ["a.", "[", "{{", "a", "水", "1", "A ", "別", "@", "http://", "a@"]
)
def test_a_hostile_text_is_read_in_no_time(sign: str) -> None:
    before = process_time()
    _own(sign * (4096 // len(sign)), Language.EN)
    assert process_time() - before < 1
