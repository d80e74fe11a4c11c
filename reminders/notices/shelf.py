"""All the notices there are, read from their folder; every mistake in them is named at once."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from jinja2 import TemplateError
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from db.vocabulary import Language, Region, Weight
from reminders.letterhead import setting, template
from reminders.notices.shape import Notice
from reminders.notices.yaml_page import Page, PageError, read_page
from reminders.notices.yaml_page import Path as PathInPage
from reminders.region import quiet_hours
from reminders.told import NOTHING_TOLD, SAMPLE, Told
from reminders.triggered_rules import AT_HAND, AlertRule, EventRule, WeatherRule

FOLDER = Path(__file__).parent


class NoticesError(Exception):
    """The notices are not whole; each mistake is one sentence, with its file and line."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


class Notices:
    """The notices by id, in the order of their ids."""

    def __init__(
        self, notices: Mapping[str, Notice], pages: Mapping[str, Page] = MappingProxyType({})
    ) -> None:
        self.by_id = MappingProxyType(dict(sorted(notices.items())))
        self._pages = pages
        self.letters: dict[tuple[str, ...], dict[Language, str]] = {}
        """Those of one notice alone, as a community reads them; see `wording.shipped`."""

    @classmethod
    def load(cls, folder: Path = FOLDER) -> "Notices":
        """Raises NoticesError with every mistake in every file."""
        drafts = [_Draft(path) for path in sorted(folder.glob("*.yaml"))]
        if not drafts:
            raise NoticesError([f"{folder} holds no notices"])
        if mistakes := [mistake for draft in drafts for mistake in draft.mistakes()]:
            raise NoticesError(mistakes)
        found = cls(
            {draft.notice.id: draft.notice for draft in drafts},
            {draft.notice.id: draft.page for draft in drafts},
        )
        if mistakes := list(found.undecided()):
            raise NoticesError(mistakes)
        return found

    def __iter__(self) -> Iterator[Notice]:
        return iter(self.by_id.values())

    def __len__(self) -> int:
        return len(self.by_id)

    def get(self, notice_id: str) -> Notice | None:
        return self.by_id.get(notice_id)

    def undecided(self) -> Iterator[str]:
        """What names no official warning that decides over it, or speaks instead of it."""
        for notice in self:
            for path, rule in notice.rules():
                match rule:
                    case WeatherRule():
                        kind, named = "weather", rule.weather.unless
                    case AlertRule() if rule.alert.unless is not None:
                        kind, named = "alert", rule.alert.unless
                    case _:
                        continue
                place = self.place(notice.id, (*path, kind, "unless"))
                decides = self.get(named)
                if decides is None or not isinstance(decides.rule, AlertRule):
                    yield f"{place}: unless: {named} is no notice that a warning calls for"
                elif kind == "alert" and decides.rule.alert.unless is not None:
                    yield f"{place}: unless: {named} leaves the word to another itself"

    def at_hand(self, region: Region) -> list[Notice]:
        """What no date plans there: a manager takes it out when it is needed."""

        def by_hand(notice: Notice) -> bool:
            schedule = notice.schedule(region)
            return schedule is None or isinstance(schedule.rule, AT_HAND)

        return [each for each in self if each.is_for(region) and by_hand(each)]

    def place(self, notice_id: str, path: PathInPage) -> str:
        """Where something stands: file and line, or the file where nothing was read from it."""
        page = self._pages.get(notice_id)
        return f"{notice_id}.yaml" + (f":{page.line(path)}" if page else "")


class _Draft:
    """A file that may become a notice."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def page(self) -> Page:
        return read_page(self._path.read_text(encoding="utf-8"))

    @cached_property
    def notice(self) -> Notice:
        if not isinstance(self.page.data, dict):
            raise PageError(1, "a notice is a list of names and values")
        return Notice.model_validate({**self.page.data, "id": self._path.stem})

    def mistakes(self) -> list[str]:
        return [f"{self._path.name}:{line}: {said}" for line, said in self._found()]

    def _found(self) -> Iterator[tuple[int, str]]:
        try:
            notice = self.notice
        except PageError as mistake:
            yield mistake.line, mistake.sentence
        except ValidationError as error:
            for details in error.errors():
                yield self._described(details)
        else:
            yield from self._misfiled(notice)
            yield from self._unsendable(notice)
            yield from self._unheard(notice)
            yield from self._unpaced(notice)
            yield from self._unrenderable(notice)

    def _described(self, details: ErrorDetails) -> tuple[int, str]:
        path = _written_path(details["loc"])
        name = ".".join(map(str, path))
        match details["type"]:
            case "missing":
                said = f"{name} is missing"
            case "extra_forbidden":
                said = f"{name} is not a name that means anything here"
            case _:
                said = f"{name}: {details['msg']}"
        return self.page.line(path), said

    def _misfiled(self, notice: Notice) -> Iterator[tuple[int, str]]:
        if not self._path.stem.startswith(f"{notice.theme}."):
            yield (
                self.page.line(("theme",)),
                f"a file of this theme is called {notice.theme}.….yaml",
            )

    def _unsendable(self, notice: Notice) -> Iterator[tuple[int, str]]:
        """At a time when everybody is left in peace a notice could never go out as planned."""
        for region in Region:
            schedule = notice.schedule(region)
            quiet = quiet_hours(region)
            if schedule and not quiet.opens <= schedule.at < quiet.closes:
                own = ("regions", region.value, "at")
                line = self.page.line(own if self.page.has(own) else ("at",))
                yield line, f"{schedule.at:%H:%M} lies in the quiet hours of {region}"

    def _unheard(self, notice: Notice) -> Iterator[tuple[int, str]]:
        """Warnings of a region where it is never sent."""
        rule = notice.rule
        for region in sorted(rule.regions) if isinstance(rule, AlertRule) else ():
            if not notice.is_for(region):
                said = f"it is not sent in {region}, whose warnings it waits for"
                yield self.page.line(("rule", "alert", "any")), said

    def _unpaced(self, notice: Notice) -> Iterator[tuple[int, str]]:
        """Life and death are told whenever their warning comes; everything else keeps a pause."""
        urgent = notice.weight is Weight.URGENT
        for path, rule in notice.rules():
            if not isinstance(rule, AlertRule) or urgent is (rule.alert.cooldown_hours is None):
                continue
            where = (*path, "alert", "cooldown_hours")
            said = ": what weighs urgent is told whenever its warning comes again"
            yield self.page.line(where), ".".join(where) + (said if urgent else " is missing")

    def _unrenderable(self, notice: Notice) -> Iterator[tuple[int, str]]:
        yield from dict.fromkeys(  # a text that several regions share is told of once
            mistake for region in Region for mistake in self._unrenderable_in(region, notice)
        )

    def _unrenderable_in(self, region: Region, notice: Notice) -> Iterator[tuple[int, str]]:
        for language in Language:
            values = setting("社區", "2345 6789", region, language)
            for field, source in notice.text(region, language).fields():
                try:
                    for told in _tellings(notice, region, field):
                        template(source).render(values | told.values())
                except TemplateError as error:
                    whose = notice.wording_for(region, language)
                    line = self.page.line(("texts", whose, language, *field))
                    yield line, f"{field[0]} in {language}: {error.message}"


def _tellings(notice: Notice, region: Region, field: PathInPage) -> tuple[Told, ...]:
    """What its words may find. Lists show a title without its warning or its meeting, and what is
    not about a meeting may be taken out by hand."""
    schedule = notice.schedule(region)
    about_a_meeting = schedule is not None and isinstance(schedule.rule, EventRule)
    return (SAMPLE,) if about_a_meeting and field != ("title",) else (SAMPLE, NOTHING_TOLD)


def _written_path(location: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Where the mistake stands in the file: without the kind of rule the checker puts in."""
    parts = list(location)
    if "rule" in parts[:-1]:
        del parts[parts.index("rule") + 1]
    return tuple(parts)
