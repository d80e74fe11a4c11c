"""What forecasts say of a day, read from three services' files."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.vocabulary import FeedCode, Metric
from reminders.warnings import forecasts
from reminders.warnings.places import place_for
from reminders.warnings.unreadable import Problem, UnreadableError
from tests.reminders.warnings.conftest import at, raw

TMAX, TMIN = Metric.TMAX, Metric.TMIN
TUESDAY, WEDNESDAY = date(2026, 7, 7), date(2026, 7, 8)
NOW = at("18:00", "2026-07-06")


def read(feed: FeedCode, name: str, place: str = "") -> dict[tuple[str, date, Metric], float]:
    found = forecasts.read(feed, raw(name), place, NOW)
    return {(each.place, each.day, each.metric): each.value for each in found}


def test_the_observatory_says_when_it_said_so_and_odd_days_are_left_out() -> None:
    assert read(FeedCode.HKO_FORECAST, "forecast_hko.json") == {
        ("", TUESDAY, TMAX): 35,
        ("", TUESDAY, TMIN): 29,
        ("", WEDNESDAY, TMAX): 33,
    }
    found = forecasts.read(FeedCode.HKO_FORECAST, raw("forecast_hko.json"), "", NOW)
    assert {each.issued_at for each in found} == {at("16:30", "2026-07-06")}


def test_half_days_by_county_come_to_a_days_highest_and_the_lowest_of_its_morning() -> None:
    assert read(FeedCode.CWA, "forecast_cwa.json") == {
        ("臺北市", date(2026, 7, 6), TMAX): 30,
        ("臺北市", TUESDAY, TMAX): 37,
        ("臺北市", TUESDAY, TMIN): 27,
        ("臺北市", WEDNESDAY, TMIN): 26,
        ("臺南市", TUESDAY, TMAX): 34,
    }


def test_lists_side_by_side_are_of_the_place_that_was_asked_of() -> None:
    assert read(FeedCode.OPEN_METEO, "forecast_open_meteo.json", "22.54,114.06") == {
        ("22.54,114.06", TUESDAY, TMAX): 37.4,
        ("22.54,114.06", TUESDAY, TMIN): 28.1,
        ("22.54,114.06", WEDNESDAY, TMIN): 27.9,
    }


_FEEDS = (FeedCode.CWA, FeedCode.HKO_FORECAST, FeedCode.OPEN_METEO)


@pytest.mark.parametrize("feed", _FEEDS)
@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"[]",
        b"{}",
        b"<html>503</html>",
        b'{"records": {"location": [7]}, "weatherForecast": ["x"], "daily": {"time": ["x"]}}',
        b'{"daily": [], "records": [], "weatherForecast": {}}',
    ],
)
def test_what_makes_no_sense_is_no_forecast(feed: FeedCode, written: bytes) -> None:
    with pytest.raises(UnreadableError) as refused:
        forecasts.read(feed, written, "", NOW)
    assert refused.value.problem is Problem.MALFORMED


_NAMES = (
    *("records", "location", "weatherElement", "time"),
    *("weatherForecast", "forecastDate", "forecastMaxtemp", "value", "updateTime"),
    *("daily", "temperature_2m_max"),
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8) | st.sampled_from(["NaN", "1e9"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(_NAMES),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(st.sampled_from(_FEEDS), _JSON)
def test_whatever_it_holds_it_is_read_or_refused(feed: FeedCode, page: object) -> None:
    try:
        found = forecasts.read(feed, json.dumps(page).encode(), "", NOW)
    except UnreadableError:
        return
    assert all(-60 <= each.value <= 60 for each in found)


def test_a_forecast_is_asked_of_where_the_warnings_are() -> None:
    taipei = {"ncdr": "臺北市文山區"}
    assert place_for(taipei, FeedCode.CWA) == "臺北市"
    assert place_for(taipei, FeedCode.NCDR) == "臺北市文山區"
    assert place_for(taipei, FeedCode.OPEN_METEO) is None
    assert place_for({"hko": ""}, FeedCode.HKO_FORECAST) == ""
    shenzhen = {"cma": "440300", "open_meteo": "22.54,114.06"}
    assert place_for(shenzhen, FeedCode.OPEN_METEO) == "22.54,114.06"
