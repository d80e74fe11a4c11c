"""Which warning calls for which notice, as the notices are shipped."""

import pytest

from db.models import Alert
from db.vocabulary import FeedCode, Region
from reminders.notices import Notices
from reminders.warnings.watches import all_rules, watches


def called_for_by(notices: Notices, feed: FeedCode, event: str, level: str = "") -> set[str]:
    alert = Alert(feed=feed, event=event, level=level)
    found = (watch for region in Region for watch in watches(notices, region))
    return {watch.notice.id for watch in found if watch.wants(alert)}


@pytest.mark.parametrize(
    ("feed", "event", "level", "notice"),
    [
        (FeedCode.NCDR, "高溫", "yellow", "heat.advisory"),
        (FeedCode.NCDR, "高溫資訊", "red", "heat.advisory"),
        (FeedCode.NCDR, "低溫", "", "cold.advisory"),
        (FeedCode.NCDR, "颱風", "severe", "storm.typhoon_warning"),
        (FeedCode.NCDR, "降雨", "orange", "storm.rainstorm"),
        (FeedCode.NCDR, "降雨", "", "storm.rainstorm"),
        (FeedCode.NCDR, "降雨", "red", "storm.stay_indoors"),
        (FeedCode.HKO, "WHOT", "", "heat.advisory"),
        (FeedCode.HKO, "WFROST", "", "cold.advisory"),
        (FeedCode.HKO, "WTCSGNL", "TC3", "storm.typhoon_warning"),
        (FeedCode.HKO, "WTCSGNL", "TC8SW", "storm.typhoon_warning"),
        (FeedCode.HKO, "WTCSGNL", "TC9", "storm.stay_indoors"),
        (FeedCode.HKO, "WRAIN", "WRAINR", "storm.rainstorm"),
        (FeedCode.HKO, "WRAIN", "WRAINB", "storm.stay_indoors"),
        (FeedCode.HKO, "WFIRE", "WFIRER", "fire.danger"),
        (FeedCode.CMA, "高温", "orange", "heat.advisory"),
        (FeedCode.CMA, "寒潮", "blue", "cold.advisory"),
        (FeedCode.CMA, "台风", "orange", "storm.typhoon_warning"),
        (FeedCode.CMA, "台风", "red", "storm.stay_indoors"),
        (FeedCode.CMA, "暴雨", "red", "storm.stay_indoors"),
        (FeedCode.CMA, "暴雨", "orange", "storm.rainstorm"),
        (FeedCode.CMA, "森林火险", "red", "fire.danger"),
    ],
)
def test_a_warning_calls_for_its_notice(
    notices: Notices, feed: FeedCode, event: str, level: str, notice: str
) -> None:
    assert called_for_by(notices, feed, event, level) == {notice}


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
        (FeedCode.CMA, "高温", "yellow"),
        (FeedCode.CMA, "大雾", "red"),
    ],
)
def test_what_is_slight_or_another_matter_calls_for_none(
    notices: Notices, feed: FeedCode, event: str, level: str
) -> None:
    assert called_for_by(notices, feed, event, level) == set()


def test_what_a_warning_calls_for_is_at_hand_too(notices: Notices) -> None:
    for region in Region:
        called = {watch.notice.id for watch in watches(notices, region)}
        assert called <= {each.id for each in notices.at_hand(region)}
    assert "fire.danger" not in {each.id for each in notices.at_hand(Region.TW)}


def test_only_files_that_may_be_of_interest_are_asked_for(notices: Notices) -> None:
    rules = all_rules(notices)
    assert any(rule.concerns(FeedCode.CMA, "样本气象台发布高温黄色预警") for rule in rules)
    assert not any(rule.concerns(FeedCode.CMA, "样本气象台发布大雾黄色预警") for rule in rules)
