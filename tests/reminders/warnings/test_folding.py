"""What many messages come to at one place: a warning that begins, goes on, and ends."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.models import Alert
from db.vocabulary import AlertState, FeedCode, Region
from reminders.warnings.bulletin import Bulletin
from reminders.warnings.folding import Standing, fold, fold_whole
from reminders.warnings.places import covers, wrong_with
from tests.reminders.warnings.conftest import at, bulletins

IN_FORCE, CANCELLED, EXPIRED = AlertState.IN_FORCE, AlertState.CANCELLED, AlertState.EXPIRED


def standing(place: str = "臺北市", feed: FeedCode = FeedCode.NCDR) -> Standing:
    return Standing(feed, place, [])


def one(found: Standing) -> Alert:
    (alert,) = found.alerts
    return alert


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("臺北市", "heat_1.cap"),
        ("台北市", "heat_1.cap"),
        ("臺北市文山區", "heat_1.cap"),
        ("臺北市文山區", "cold_orange.cap"),
        ("臺北市", "heat_code_only.cap"),
        ("新北市", "heat_1.cap"),
        ("花蓮縣", "cold_orange.cap"),
    ],
)
def test_a_county_is_concerned_where_a_township_is_and_a_township_where_its_county(
    place: str, name: str
) -> None:
    assert any(covers(each, place) for each in bulletins(name))


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("花蓮縣", "heat_1.cap"),
        ("臺北市大安區", "heat_1.cap"),
        ("臺北市大安區", "heat_code_only.cap"),
        ("高雄市", "heat_code_only.cap"),
        ("臺北市", "heat_nowhere.cap"),
    ],
)
def test_nobody_is_warned_of_what_is_elsewhere_or_nowhere(place: str, name: str) -> None:
    assert not any(covers(each, place) for each in bulletins(name))


@pytest.mark.parametrize(
    ("place", "name", "warned"),
    [
        ("440300", "cma_heat.cap", True),
        ("440305", "cma_heat.cap", True),
        ("440300", "cma_heat_red.cap", True),
        ("440306", "cma_heat_red.cap", False),
        ("440100", "cma_heat.cap", False),
        ("440300", "cma_rain_elsewhere.cap", False),
        ("310000", "cma_heat.cap", False),
    ],
)
def test_the_mainlands_codes_hold_from_the_province_down_to_the_district(
    place: str, name: str, warned: bool
) -> None:
    assert any(covers(each, place) for each in bulletins(name)) is warned


def test_a_place_that_is_none_is_said_before_anybody_waits_for_its_warnings() -> None:
    assert wrong_with(FeedCode.NCDR, "台北市文山區", Region.TW) is None
    assert "臺北市" in (wrong_with(FeedCode.NCDR, "香港", Region.TW) or "")
    assert wrong_with(FeedCode.HKO, "", Region.HK) is None
    assert 'hko: ""' in (wrong_with(FeedCode.HKO, "香港", Region.HK) or "")
    assert "(ncdr does)" in (wrong_with(FeedCode.HKO, "", Region.TW) or "")
    assert "(hko does)" in (wrong_with(FeedCode.CMA, "440300", Region.HK) or "")
    for city in ("440300", "440305", "310000"):
        assert wrong_with(FeedCode.CMA, city, Region.CN) is None
    for nowhere in ("440000", "深圳", "4403", "440300000000"):
        assert "440300 for Shenzhen" in (wrong_with(FeedCode.CMA, nowhere, Region.CN) or "")


def test_an_update_goes_on_with_the_warning_and_changes_its_level_and_end() -> None:
    here = standing()
    fold(here, bulletins("heat_1.cap"), at("08:00"))
    first = one(here)
    assert (first.first_identifier, first.level, first.state) == (
        "sample.heat_1",
        "yellow",
        IN_FORCE,
    )
    fold(here, bulletins("heat_2.cap", "heat_2b.cap"), at("12:00"))
    assert one(here) is first
    assert (first.first_identifier, first.level, first.updated_at) == (
        "sample.heat_1",
        "orange",
        at("11:44"),
    )


def test_the_gravest_part_counts_where_several_concern_a_place() -> None:
    here = standing()
    fold(here, bulletins("heat_two_colours.cap"), at("08:00"))
    assert one(here).level == "red"


def test_what_is_listed_twice_or_again_makes_no_difference() -> None:
    here = standing()
    fold(here, bulletins("heat_1.cap", "heat_1.cap"), at("08:00"))
    fold(here, bulletins("heat_1.cap"), at("09:00"))
    assert one(here).updated_at == at("07:33")


@pytest.mark.parametrize("name", ["heat_cancel.cap", "heat_lifted.cap"])
def test_a_cancellation_ends_it_by_reference_or_by_kind_and_place(name: str) -> None:
    here = standing()
    fold(here, bulletins("heat_1.cap", "heat_2.cap"), at("12:00"))
    fold(here, bulletins(name), at("15:01"))
    assert (one(here).state, one(here).ended_at) == (CANCELLED, at("15:01"))


def test_a_cancellation_for_others_or_of_something_else_ends_nothing() -> None:
    here = standing("新北市")
    fold(here, bulletins("heat_1.cap"), at("08:00"))
    fold(here, bulletins("heat_lifted.cap", "heat_cancel.cap"), at("15:01"))
    assert one(here).state is IN_FORCE


def test_a_cancellation_that_is_read_first_does_not_end_what_was_issued_after_it() -> None:
    here = standing()
    fold(here, bulletins("heat_lifted.cap"), at("15:01"))
    later = [
        Bulletin(**{**vars(each), "identifier": "sample.again", "issued_at": at("15:30")})
        for each in bulletins("heat_1.cap")
    ]
    fold(here, later, at("15:31"))
    assert one(here).state is IN_FORCE


def test_an_update_that_leaves_a_place_out_ends_the_warning_there() -> None:
    here, there = standing(), standing("花蓮縣")
    for each in (here, there):
        fold(each, bulletins("heat_1.cap", "heat_2.cap", "heat_2b.cap"), at("12:00"))
        fold(each, bulletins("heat_elsewhere.cap"), at("13:36"))
    assert one(here).state is CANCELLED
    assert one(there).state is IN_FORCE


def test_an_update_that_names_no_place_at_all_ends_nothing() -> None:
    here = standing()
    fold(here, bulletins("heat_1.cap"), at("08:00"))
    (nowhere,) = bulletins("heat_nowhere.cap")
    update = replace(nowhere, issued_at=at("09:00"), references=frozenset({"sample.heat_1"}))
    fold(here, [update], at("09:01"))
    assert one(here).state is IN_FORCE


def test_a_warning_expires_by_itself_and_what_has_expired_begins_none() -> None:
    here = standing()
    fold(here, bulletins("heat_expired.cap", "heat_nowhere.cap"), at("08:00"))
    assert here.alerts == []
    fold(here, bulletins("heat_1.cap"), at("08:00"))
    fold(here, [], at("17:03"))
    assert one(here).state is EXPIRED


@pytest.mark.parametrize(
    ("end", "lasts"),
    [(None, timedelta(hours=24)), (at("00:00", "9999-12-30"), timedelta(days=7))],
)
def test_without_an_end_that_makes_sense_it_is_not_for_ever(
    end: datetime | None, lasts: timedelta
) -> None:
    here = standing()
    (said,) = bulletins("heat_bad_date.cap")
    fold(here, [replace(said, expires_at=end)], at("08:00"))
    over = said.issued_at + lasts
    for now, state in ((over - timedelta(minutes=1), IN_FORCE), (over, EXPIRED)):
        fold(here, [], now)
        assert one(here).state is state


def test_the_observatory_cancels_by_word_or_by_silence() -> None:
    for name in ("hko_hot_cancelled.json", "hko_none.json"):
        here = standing("", FeedCode.HKO)
        fold_whole(here, bulletins("hko_hot.json"), at("07:00"))
        fold_whole(here, bulletins("hko_hot_updated.json"), at("14:01"))
        assert (one(here).state, one(here).updated_at) == (IN_FORCE, at("14:00"))
        fold_whole(here, bulletins(name), at("18:01"))
        assert one(here).state is CANCELLED


def test_a_signal_that_is_raised_is_the_same_typhoon() -> None:
    here = standing("", FeedCode.HKO)
    fold_whole(here, bulletins("hko_typhoon_1.json"), at("09:10", "2026-09-21"))
    fold_whole(here, bulletins("hko_typhoon_8.json"), at("04:00", "2026-09-22"))
    typhoon, rain = here.alerts
    assert (typhoon.level, typhoon.first_identifier) == ("TC8NE", "WTCSGNL@20260921T010000Z")
    assert rain.level == "WRAINA"


def test_what_stands_in_the_observatorys_feed_counts_whatever_its_hour() -> None:
    here = standing("", FeedCode.HKO)
    for name in ("hko_typhoon_8.json", "hko_typhoon_1.json"):
        fold_whole(here, bulletins(name), at("04:00", "2026-09-22"))
    assert here.alerts[0].level == "TC1"


def test_a_feed_that_was_empty_for_a_moment_goes_on_with_the_same_warning() -> None:
    here = standing("", FeedCode.HKO)
    for name in ("hko_hot.json", "hko_none.json", "hko_hot_updated.json"):
        fold_whole(here, bulletins(name), at("14:01"))
    assert one(here).state is IN_FORCE


_ALL = bulletins("heat_1.cap", "heat_2.cap", "heat_2b.cap", "heat_expired.cap", "heat_cancel.cap")


@settings(max_examples=60)
@given(st.lists(st.sampled_from(_ALL), max_size=8), st.permutations(_ALL))
def test_repeated_and_shuffled_in_one_reading_they_come_to_the_same(
    repeated: Sequence[Bulletin], shuffled: Sequence[Bulletin]
) -> None:
    def outcome(read: Sequence[Bulletin], now: datetime) -> list[tuple[object, ...]]:
        here = standing()
        fold(here, read, now)
        return [(each.first_identifier, each.level, each.state) for each in here.alerts]

    assert outcome([*shuffled, *repeated], at("16:00")) == outcome(_ALL, at("16:00"))
    assert outcome(_ALL, at("16:00")) == [("sample.heat_1", "orange", CANCELLED)]


def test_a_headline_is_kept_in_the_language_of_its_source() -> None:
    mainland = standing("440300", FeedCode.CMA)
    fold(mainland, bulletins("cma_heat.cap"), at("12:00"))
    assert list(one(mainland).headline) == ["zh-Hans"]
    taiwan = standing()
    fold(taiwan, bulletins("heat_1.cap"), at("12:00"))
    assert list(one(taiwan).headline) == ["zh-Hant"]
