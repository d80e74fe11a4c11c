"""The shipped notices as every region and language reads them: faults with file and line."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from db.vocabulary import Language, Region
from reminders.letterhead import setting, template
from reminders.notices import Notice, Notices
from reminders.notices.rendering import body
from reminders.proofreading.eye import Words, is_shortened, proofread
from reminders.proofreading.fault import Fault, Field, Rule
from reminders.told import SAMPLE

_OFFICE_PHONE = "#"
"""Stands for the office's number, which is each community's own."""
_LEAST_HOURS = 2
_REVIEW = timedelta(days=365)


@dataclass(frozen=True)
class Found:
    """A fault, and where it is written."""

    fault: Fault
    path: Field
    read_in: tuple[str, ...] = ()
    """The regions and languages in which it is read; none: in all."""


@dataclass(frozen=True)
class Remark:
    """What `python -m bot check` says."""

    blocks: bool
    sentence: str


def remarks(notices: Notices, today: date) -> list[Remark]:
    """One sentence for each fault: file and line, rule, what is wrong, the mend."""
    return [
        Remark(
            # Facts grow old by themselves: that stops nobody who changed nothing.
            found.fault.rule.blocks and found.fault.rule is not Rule.STALE,
            f"{notices.place(notice.id, found.path)}: {_told(found)}",
        )
        for notice in notices
        for found in (*lint(notice), *_stale(notice, today))
    ]


def _told(found: Found) -> str:
    fault = found.fault
    where = f" in {', '.join(found.read_in)}" if found.read_in else ""
    return f"{fault.rule}{where}: {fault.said(Language.EN)} {fault.mend(Language.EN)}"


def lint(notice: Notice) -> list[Found]:
    """Every fault once, however many regions share the words."""
    readers: dict[tuple[Field, str, str], list[str]] = {}
    faults: dict[tuple[Field, str, str], Fault] = {}
    for region in filter(notice.is_for, Region):
        for language, path, fault in (*_read(notice, region), *_disparities(notice, region)):
            key = (path, fault.said(Language.EN), fault.mend(Language.EN))
            faults.setdefault(key, fault)
            readers.setdefault(key, []).append(f"{region} {language}")
    told = [Found(fault, key[0], tuple(readers[key])) for key, fault in faults.items()]
    return [*_about(notice), *told]


def _about(notice: Notice) -> Iterator[Found]:
    """What is wrong beside the words."""
    written: dict[Field, int] = {("expiry_hours",): notice.expiry_hours}
    written |= {
        ("regions", region.value, "expiry_hours"): here.expiry_hours
        for region, here in notice.regions.items()
        if here.expiry_hours
    }
    for path, hours in written.items():
        if hours < _LEAST_HOURS:
            values: dict[str, str | int] = {"hours": hours, "least": _LEAST_HOURS}
            yield Found(Fault(Rule.EXPIRES_AT_ONCE, (), values), path)
    for number, link in enumerate(notice.sources):
        if is_shortened(link):
            yield Found(Fault(Rule.LINK, (), {"words": link}), ("sources", number))


def _stale(notice: Notice, today: date) -> Iterator[Found]:
    if not notice.reviewed <= today <= notice.reviewed + _REVIEW:
        day = notice.reviewed.isoformat()
        yield Found(Fault(Rule.STALE, (), {"day": day}), ("reviewed",))


def _read(notice: Notice, region: Region) -> Iterator[tuple[Language, Field, Fault]]:
    for language in Language:
        for fault in proofread(words_in(notice, region, language)):
            yield language, _path(notice, region, language, fault.field), fault


def words_in(notice: Notice, region: Region, language: Language) -> Words:
    values = setting("", _OFFICE_PHONE, region, language) | SAMPLE.values()
    text = notice.text(region, language)
    pieces = tuple(
        (field, str(Markup(template(source).render(values)).unescape()))
        for field, source in text.fields()
    )
    return Words(region, language, notice.theme, pieces, str(body(text, values).unescape()))


def _disparities(notice: Notice, region: Region) -> Iterator[tuple[Language, Field, Fault]]:
    """The same numbers are named in every language: a fact is not lost in one of them."""
    named = {
        language: Counter(re.findall(r"\d+", words_in(notice, region, language).whole))
        for language in Language
    }
    expected = named[Language.HANT]
    for language, found in named.items():
        if found != expected:
            differing = sorted({*(expected - found), *(found - expected)})
            values = {"one": language.value, "other": Language.HANT.value}
            fault = Fault(Rule.NUMBERS_DIFFER, (), {**values, "words": ", ".join(differing)})
            yield language, _path(notice, region, language, ()), fault


def _path(notice: Notice, region: Region, language: Language, field: Field) -> Field:
    return ("texts", notice.wording_for(region, language), language, *field)
