"""A notice as a letter: bold title, why, numbered actions, what the office does, its signature."""

from typing import Any

from markupsafe import Markup, escape

from db.models import Community
from db.vocabulary import Language, Region
from reminders.letterhead import letter, setting, setting_of, template
from reminders.notices.shape import Notice, NoticeText


def render(
    notice: Notice, community_name: str, office_phone: str, region: Region, language: Language
) -> str:
    """Telegram HTML, without the greeting by name."""
    values = setting(community_name, office_phone, region, language)
    text = notice.text(region, language)
    return letter(_words(text.title, values), body(text, values), values, language)


def reworded(notice: Notice, words: str, community: Community, language: Language) -> str:
    """The same letter with a manager's own words between the title and the signature."""
    heading = title(notice, community, language)
    return letter(heading, escape(words.strip()), setting_of(community, language), language)


def title(notice: Notice, community: Community, language: Language) -> str:
    """For lists and buttons; HTML, like all rendered words."""
    text = notice.text(community.region, language)
    return _words(text.title, setting_of(community, language))


def body(text: NoticeText, values: dict[str, Any]) -> Markup:
    """What stands between the title and the signature."""
    actions = (f"{n}. {_words(action, values)}" for n, action in enumerate(text.actions, 1))
    parts = [_words(text.why, values), "\n".join(actions)]
    if text.office:
        parts.append(_words(text.office, values))
    return Markup("\n\n".join(parts))


def _words(source: str, values: dict[str, Any]) -> Markup:
    return Markup(template(source).render(values))
