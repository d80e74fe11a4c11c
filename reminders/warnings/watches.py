"""Which official warnings are watched for: those that a notice's rule names."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta

from db.models import Alert
from db.vocabulary import Region, Weight
from reminders.notices import Notice, Notices
from reminders.triggered_rules import AlertRule
from reminders.warnings.tripwire import CALM, LIFTED


@dataclass(frozen=True)
class Watch:
    """A notice, and the warnings that call for it."""

    notice: Notice
    rule: AlertRule
    graver: "Watch | None" = None
    """It speaks instead of this one where it is called for."""

    def wants(self, alert: Alert) -> bool:
        return self.is_called_by(alert) and not self.leaves(alert)

    def leaves(self, alert: Alert) -> bool:
        """To the graver one, which calls by it too."""
        graver = self.graver
        return graver is not None and self.is_called_by(alert) and graver.is_called_by(alert)

    def is_called_by(self, alert: Alert) -> bool:
        """What is not graded wakes nobody."""
        return self.rule.wants(alert, outright=self.at_once)

    @property
    def calm(self) -> timedelta:
        """So long its warnings have to be over before they are news again."""
        return LIFTED if self.at_once else CALM

    def wires(self, feeds: Collection[str]) -> list[str]:
        """The names of its tripwires. What goes at once has one for each kind of warning: wind is
        news while rain stands."""
        if not self.at_once:
            return [self.notice.id]
        heard = (each for each in self.rule.alert.called if each.feed in feeds)
        return list(dict.fromkeys(f"{self.notice.id}:{each.kind}" for each in heard))

    def wire_of(self, alert: Alert) -> str:
        """The one that a warning of this kind sets off."""
        if not self.at_once:
            return self.notice.id
        kind = next(each.kind for each in self.rule.alert.called if each.is_kind_of(alert))
        return f"{self.notice.id}:{kind}"

    @property
    def at_once(self) -> bool:
        return self.notice.weight is Weight.URGENT


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
