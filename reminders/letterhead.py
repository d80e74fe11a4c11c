"""The frame of a letter to many people: greeting, title, signature, and what it asks with."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from db.models import Community
from db.vocabulary import Acknowledgement, Attendance, Language, Region
from reminders.outbox import ADDRESSEE
from reminders.region import numbers, terms

_FILE = Path(__file__).with_name("letterhead.yaml")
_ENVIRONMENT = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


@cache
def template(source: str) -> Template:
    """Words with places for the community, its office and the region's terms and numbers."""
    return _ENVIRONMENT.from_string(source)


def setting(
    community_name: str, office_phone: str, region: Region, language: Language
) -> dict[str, Any]:
    """What every letter may name."""
    return {
        "community": community_name,
        "office_phone": office_phone,
        "terms": terms(region, language),
        "numbers": numbers(region),
    }


def setting_of(community: Community, language: Language) -> dict[str, Any]:
    return setting(community.name(language), community.office_phone, community.region, language)


def letter(title: str, body: str, signed: dict[str, Any], language: Language) -> str:
    """Telegram HTML: `body` is HTML already, `title` and the values of `signed` are escaped."""
    heading = Markup("<b>{}</b>").format(title)
    closing = template(_frames()[language]["closing"]).render(signed)
    return f"{heading}\n\n{body}\n\n{closing}"


def contact(community: Community, language: Language) -> str:
    """Whom to ask, in one line of plain words."""
    words = template(_frames()[language]["contact"]).render(setting_of(community, language))
    return str(Markup(words).unescape())


def greeted(text: str, language: Language) -> str:
    """The letter with its greeting, which holds the place of the reader's name.

    Words that greet by name themselves are left as they are.
    """
    if ADDRESSEE in text:
        return text
    greeting = template(_frames()[language]["greeting"]).render(addressee=ADDRESSEE)
    return f"{greeting}\n\n{text}"


def risen(language: Language) -> str:
    """Why it comes, and perhaps once more."""
    return _frames()[language]["risen"]


def label(answer: Acknowledgement | Attendance, language: Language) -> str:
    """The button that gives this answer, under a letter that asks for one."""
    return _frames()[language][answer]


@cache
def _frames() -> dict[str, dict[str, str]]:
    frames: dict[str, dict[str, str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return frames
