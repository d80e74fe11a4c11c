"""What the readers make of feeds as they are, and of feeds as nobody would wish them."""

import json
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.vocabulary import FeedCode
from reminders.warnings import cap, cma, hko, ncdr
from reminders.warnings.bulletin import Area, MessageType
from reminders.warnings.unreadable import Problem, UnreadableError
from reminders.warnings.written import moment, words
from tests.reminders.warnings.conftest import at, bulletins, raw


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026/7/7 下午 05:03:00", "2026-07-07T09:03:00"),
        ("2026/7/7 上午 05:03:00", "2026-07-06T21:03:00"),
        ("2026/7/7 上午 12:00:00", "2026-07-06T16:00:00"),
        ("2026/7/7 下午 12:30:00", "2026-07-07T04:30:00"),
        ("2026/12/31 17:03", "2026-12-31T09:03:00"),
        ("2026-07-07T07:33:10+08:00", "2026-07-06T23:33:10"),
        ("2026-07-07T07:33:10Z", "2026-07-07T07:33:10"),
        ("2026-07-07T07:33:10", "2026-07-06T23:33:10"),
    ],
)
def test_a_time_in_any_of_the_habits_of_the_sources(written: str, meant: str) -> None:
    assert moment(written) == datetime.fromisoformat(meant).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "明天",
        "2026/13/45 下午 05:03:00",
        "2026/7/7 下午 17:03:00",
        "0001-01-01T00:00:00+14:00",
        None,
        7,
        ["2026"],
        {"a": 1},
    ],
)
def test_what_is_no_time_is_none(written: object) -> None:
    assert moment(written) is None


def test_words_are_one_short_line_without_tricks() -> None:
    assert words("  高溫\n資訊\u202e\x00 ") == "高溫 資訊"
    assert len(words("長" * 9_999)) == 200
    assert words({"#text": "?"}) == ""


def test_a_feed_of_many_agencies_keeps_what_is_real() -> None:
    found = ncdr.read(raw("ncdr_mixed.json"))
    assert [each.identifier for each in found] == [
        "sample.water_1",
        "sample.heat_1",
        "sample.heat_2",
        "sample.heat_2",
        "sample.heat_old",
    ]
    assert found[1].event == "高溫"
    assert found[1].expires_at == at("17:03")
    assert found[1].link.endswith("sample.heat_1.cap")


def test_one_entry_may_come_as_an_object_and_none_as_an_empty_list() -> None:
    assert [each.identifier for each in ncdr.read(raw("ncdr_one_entry.json"))] == ["sample.heat_1"]
    assert ncdr.read(raw("ncdr_empty.json")) == []


def test_a_date_that_is_none_spoils_no_entry_and_an_odd_entry_no_feed() -> None:
    found = ncdr.read(raw("ncdr_bad_dates.json"))
    assert [(each.identifier, each.expires_at) for each in found] == [
        ("sample.heat_1", None),
        ("sample.heat_2", None),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "ncdr_error_page.json",
        "ncdr_truncated.json",
        "ncdr_only_rubbish.json",
        "hko_all_odd.json",
        "cma_page.xml",
        "cma_rubbish.xml",
    ],
)
def test_a_feed_in_which_nothing_makes_sense_cannot_be_read(name: str) -> None:
    read = {"hko": hko.read, "ncd": ncdr.read, "cma": cma.read}[name[:3]]
    with pytest.raises(UnreadableError) as refused:
        read(raw(name))
    assert refused.value.problem is Problem.MALFORMED


@pytest.mark.parametrize("read", [ncdr.read, hko.read, cma.read])
@pytest.mark.parametrize("written", [b"", b"[]", b"7", b"null", b"\xff\xfe", b"[" * 100_000])
def test_other_json_is_no_feed(read: object, written: bytes) -> None:
    with pytest.raises(UnreadableError):
        read(written)  # type: ignore[operator]


def test_the_mainlands_list_names_what_it_links_to() -> None:
    found = cma.read(raw("cma_list.xml"))
    assert [(each.identifier, each.event) for each in found[:2]] == [
        ("sample.cma_heat", "样本气象台发布高温橙色预警"),
        ("sample.cma_fog", "样本气象台发布大雾黄色预警"),
    ]
    assert found[2].identifier == found[2].link, "without an identifier the link is one"
    assert len(found) == 3, "what has no title is nothing"
    assert cma.read(raw("cma_empty.xml")) == []
    with pytest.raises(UnreadableError) as refused:
        cma.read(raw("cma_doctype.xml"))
    assert refused.value.problem is Problem.HOSTILE


def test_the_mainlands_kind_stays_when_its_level_changes() -> None:
    first, raised = bulletins("cma_heat.cap", "cma_heat_red.cap")
    assert (first.event, first.level) == ("高温", "orange")
    assert (raised.event, raised.level) == ("高温", "red")
    assert first.areas == (Area("广东省深圳市", frozenset({"440300000000"})),)


def test_the_observatory_names_its_warnings_by_their_codes() -> None:
    typhoon, rain = hko.read(raw("hko_typhoon_8.json"))
    assert (typhoon.event, typhoon.level) == ("WTCSGNL", "TC8NE")
    assert (rain.event, rain.level) == ("WRAIN", "WRAINA")
    assert (typhoon.headline, rain.headline) == ("八號東北烈風或暴風信號", "黃色暴雨警告信號")
    (hot,) = hko.read(raw("hko_hot.json"))
    assert (hot.event, hot.level, hot.type) == ("WHOT", "", MessageType.ALERT)
    assert hko.read(raw("hko_none.json")) == []


def test_an_update_of_the_observatory_keeps_the_identifier() -> None:
    (first,), (later,) = hko.read(raw("hko_hot.json")), hko.read(raw("hko_hot_updated.json"))
    assert first.identifier == later.identifier
    assert first.issued_at < later.issued_at
    (thunder,) = hko.read(raw("hko_thunder.json"))
    assert (thunder.type, thunder.expires_at) == (MessageType.UPDATE, at("18:00"))


def test_an_unknown_action_is_left_out_and_its_neighbours_are_not() -> None:
    (fire,) = hko.read(raw("hko_odd.json"))
    assert (fire.event, fire.level, fire.headline) == ("WFIRE", "WFIRER", "紅色火災危險警告")


def test_a_cap_file_says_what_where_how_grave_and_how_long() -> None:
    (heat,) = bulletins("heat_2.cap")
    assert (heat.identifier, heat.event, heat.level) == ("sample.heat_2", "高溫", "orange")
    assert heat.type is MessageType.UPDATE
    assert heat.references == {"sample.heat_1"}
    assert heat.areas == (Area("臺北市文山區", frozenset({"6300800"})),)
    assert (heat.issued_at, heat.expires_at) == (at("11:44"), at("17:03"))
    assert heat.headline == "高溫資訊"


def test_each_part_of_a_cap_file_has_its_own_level_and_a_translation_is_no_part() -> None:
    assert [each.level for each in bulletins("heat_two_colours.cap")] == ["yellow", "red"]
    (typhoon,) = bulletins("two_languages.cap")
    assert (typhoon.event, typhoon.level) == ("颱風", "severe")


def test_a_cancellation_need_not_say_more_than_what_it_takes_back() -> None:
    (cancel,) = bulletins("heat_cancel.cap")
    assert (cancel.type, cancel.areas) == (MessageType.CANCEL, ())
    assert cancel.references == {"sample.heat_2"}
    (lifted,) = bulletins("heat_lifted.cap")
    assert lifted.type is MessageType.CANCEL, "an update that says it is past"


@pytest.mark.parametrize("name", ["heat_exercise.cap", "heat_restricted.cap"])
def test_an_exercise_and_what_is_not_for_everybody_say_nothing(name: str) -> None:
    assert bulletins(name) == []


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("external_entity.cap", Problem.HOSTILE),
        ("entity_bomb.cap", Problem.HOSTILE),
        ("bare_doctype.cap", Problem.HOSTILE),
        ("old_namespace.cap", Problem.MALFORMED),
        ("other_root.cap", Problem.MALFORMED),
        ("no_identifier.cap", Problem.MALFORMED),
        ("truncated.cap", Problem.MALFORMED),
        ("unknown_encoding.cap", Problem.MALFORMED),
        ("latin.cap", Problem.MALFORMED),
        ("ncdr_mixed.json", Problem.MALFORMED),
    ],
)
def test_a_hostile_or_broken_cap_file_is_refused_without_a_word_of_it(
    name: str, problem: Problem
) -> None:
    with pytest.raises(UnreadableError) as refused:
        cap.read(raw(name), FeedCode.NCDR)
    assert refused.value.problem is problem
    assert str(refused.value) == problem.value


@given(st.binary(max_size=400))
def test_bytes_of_any_kind_are_read_or_refused(written: bytes) -> None:
    for read in (ncdr.read, hko.read, lambda raw: cap.read(raw, FeedCode.NCDR)):
        with suppress(UnreadableError):
            assert isinstance(read(written), list)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["entry", "id", "category", "@term", "link", "@href", "status", "code"])
            | st.text(max_size=4),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(_JSON)
def test_json_of_any_shape_is_read_or_refused(page: object) -> None:
    for read in (ncdr.read, hko.read):
        with suppress(UnreadableError):
            assert isinstance(read(json.dumps(page).encode()), list)
