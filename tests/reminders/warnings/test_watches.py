"""Which warning calls for which notice: the table as it is shipped, and its mistakes."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from db.models import Alert
from db.vocabulary import FeedCode
from reminders.notices import Notices
from reminders.warnings.watches import FILE, Watches, WatchesError


@pytest.fixture(scope="module")
def watches() -> Watches:
    return Watches.load()


def wanted_by(watches: Watches, feed: FeedCode, event: str, level: str = "") -> list[str]:
    alert = Alert(feed=feed, event=event, level=level)
    return [id_ for id_, watch in watches.by_id.items() if watch.wants(alert)]


@pytest.mark.parametrize(
    ("feed", "event", "level", "watch"),
    [
        (FeedCode.NCDR, "高溫", "yellow", "heat"),
        (FeedCode.NCDR, "高溫資訊", "red", "heat"),
        (FeedCode.NCDR, "低溫", "", "cold"),
        (FeedCode.NCDR, "颱風", "severe", "typhoon"),
        (FeedCode.NCDR, "降雨", "orange", "rain"),
        (FeedCode.HKO, "WHOT", "", "heat"),
        (FeedCode.HKO, "WFROST", "", "cold"),
        (FeedCode.HKO, "WTCSGNL", "TC3", "typhoon"),
        (FeedCode.HKO, "WTCSGNL", "TC8SW", "typhoon"),
        (FeedCode.HKO, "WRAIN", "WRAINB", "rain"),
        (FeedCode.HKO, "WFIRE", "WFIRER", "fire_danger"),
    ],
)
def test_a_warning_calls_for_its_notice(
    watches: Watches, feed: FeedCode, event: str, level: str, watch: str
) -> None:
    assert wanted_by(watches, feed, event, level) == [watch]


@pytest.mark.parametrize(
    ("feed", "event", "level"),
    [
        (FeedCode.NCDR, "降雨", "yellow"),
        (FeedCode.NCDR, "停水", ""),
        (FeedCode.NCDR, "WHOT", ""),
        (FeedCode.HKO, "WTCSGNL", "TC1"),
        (FeedCode.HKO, "WRAIN", "WRAINA"),
        (FeedCode.HKO, "WFIRE", "WFIREY"),
        (FeedCode.HKO, "WTS", ""),
    ],
)
def test_what_is_slight_or_another_matter_calls_for_none(
    watches: Watches, feed: FeedCode, event: str, level: str
) -> None:
    assert wanted_by(watches, feed, event, level) == []


def test_the_shipped_table_names_notices_that_are_there_and_was_looked_at(
    watches: Watches, notices: Notices
) -> None:
    assert list(watches.mistakes(notices)) == []
    assert date(2027, 11, 26) - watches.as_of < timedelta(days=366)


def test_a_notice_that_is_missing_or_not_for_the_region_or_called_twice_is_named(
    watches: Watches, notices: Notices
) -> None:
    heat = watches.by_id["heat"]
    pipes = heat.model_copy(update={"notice": "cold.water_pipes"})
    lost = heat.model_copy(update={"notice": "heat.nothing"})
    found = list(Watches({"a": pipes, "b": lost, "c": lost}, watches.as_of).mistakes(notices))
    assert len(found) == 5
    assert any("several watches call for heat.nothing" in each for each in found)
    assert any("cold.water_pipes is not for TW" in each for each in found)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("from: TC3", "from: TC2", "TC2 is not a level"),
        ("feed: hko, event: WHOT", "feed: bbc, event: WHOT", "feed"),
        ("feed: hko, event: WHOT", "feed: cma, event: WHOT", "not read (only ncdr, hko)"),
        ("cooldown_days: 3", "cooldown_days: 0", "greater than or equal to 1"),
        (", en: heat warning", "", "no name in en"),
        ("notice: heat.advisory", "notise: heat.advisory", "notise"),
        ("as_of: 2026-11-26", "as_of: soon", "as_of"),
        ("watches:", "watches: [", "not YAML"),
    ],
)
def test_a_mistake_in_the_table_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    written = FILE.read_text(encoding="utf-8")
    assert old in written
    changed = tmp_path / "watches.yaml"
    changed.write_text(written.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(WatchesError) as refused:
        Watches.load(changed)
    assert any(said in each for each in refused.value.mistakes)
    assert all(each.startswith("watches.yaml:") for each in refused.value.mistakes)
