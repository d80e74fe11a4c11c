"""Which official warnings are watched for: those that a notice's rule names."""

from collections.abc import Iterator
from dataclasses import dataclass

from db.vocabulary import Region
from reminders.notices import Notice, Notices
from reminders.triggered_rules import AlertRule


@dataclass(frozen=True)
class Watch:
    """A notice, and the warnings that call for it."""

    notice: Notice
    rule: AlertRule


def watches(notices: Notices, region: Region) -> Iterator[Watch]:
    for notice in notices:
        schedule = notice.schedule(region)
        if schedule is not None and isinstance(schedule.rule, AlertRule):
            yield Watch(notice, schedule.rule)


def all_rules(notices: Notices) -> list[AlertRule]:
    """Wherever they hold."""
    return [watch.rule for region in Region for watch in watches(notices, region)]
