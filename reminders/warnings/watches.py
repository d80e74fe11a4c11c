"""Which official warnings are watched for: those that a notice's rule names."""

from collections.abc import Iterator
from dataclasses import dataclass

from db.models import Alert
from db.vocabulary import Region, Weight
from reminders.notices import Notice, Notices
from reminders.triggered_rules import AlertRule


@dataclass(frozen=True)
class Watch:
    """A notice, and the warnings that call for it."""

    notice: Notice
    rule: AlertRule
    graver: "Watch | None" = None
    """It speaks instead of this one where it is called for."""

    def wants(self, alert: Alert) -> bool:
        return self._is_called_by(alert) and not self.leaves(alert)

    def leaves(self, alert: Alert) -> bool:
        """To the graver one, which calls by it too."""
        graver = self.graver
        return graver is not None and self._is_called_by(alert) and graver._is_called_by(alert)

    def _is_called_by(self, alert: Alert) -> bool:
        """What is not graded wakes nobody."""
        return self.rule.wants(alert, outright=self.notice.weight is Weight.URGENT)


def watches(notices: Notices, region: Region) -> Iterator[Watch]:
    for notice in notices:
        rule = _rule_in(region, notice)
        if rule is not None:
            graver = notices.get(rule.alert.unless) if rule.alert.unless else None
            graver_rule = _rule_in(region, graver) if graver else None
            instead = Watch(graver, graver_rule) if graver and graver_rule else None
            yield Watch(notice, rule, instead)


def _rule_in(region: Region, notice: Notice) -> AlertRule | None:
    schedule = notice.schedule(region)
    return schedule.rule if schedule and isinstance(schedule.rule, AlertRule) else None


def all_rules(notices: Notices) -> list[AlertRule]:
    """Wherever they hold."""
    return [watch.rule for region in Region for watch in watches(notices, region)]
