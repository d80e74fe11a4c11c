"""A notice as a letter: bold title, why, numbered actions, what the office does, its signature."""

from typing import Any

from markupsafe import Markup, escape

from db.models import Community
from db.vocabulary import Language, Region
from reminders.letterhead import letter, risen, setting, setting_of, template
from reminders.merging import Section
from reminders.notices.shape import Notice, NoticeText
from reminders.told import NOTHING_TOLD, Told


def section(
    notice: Notice,
    community: Community,
    language: Language,
    told: Told = NOTHING_TOLD,
    own: str | None = None,
) -> Section:
    """What the notice says, or what a manager says instead, as one part of a letter."""
    values = setting_of(community, language) | told.values()
    text = notice.text(community.region, language)
    said = body(text, values) if own is None else escape(own.strip())
    if told.alert is not None and told.alert.risen:
        said = Markup("{}\n\n{}").format(risen(language), said)
    return Section(_words(text.title, values), said)


def render(
    notice: Notice,
    community_name: str,
    office_phone: str,
    region: Region,
    language: Language,
    told: Told = NOTHING_TOLD,
) -> str:
    """Telegram HTML, without the greeting by name."""
    values = setting(community_name, office_phone, region, language) | told.values()
    text = notice.text(region, language)
    return letter(_words(text.title, values), body(text, values), values, language)


def title(
    notice: Notice, community: Community, language: Language, told: Told = NOTHING_TOLD
) -> str:
    """For lists and buttons; HTML, like all rendered words."""
    text = notice.text(community.region, language)
    return _words(text.title, setting_of(community, language) | told.values())


def body(text: NoticeText, values: dict[str, Any]) -> Markup:
    """What stands between the title and the signature."""
    actions = (f"{n}. {_words(action, values)}" for n, action in enumerate(text.actions, 1))
    parts = [_words(text.why, values), "\n".join(actions)]
    if text.office:
        parts.append(_words(text.office, values))
    return Markup("\n\n".join(parts))


def _words(source: str, values: dict[str, Any]) -> Markup:
    return Markup(template(source).render(values))
