"""A manager's own words to many, which may be long: of the rules, those that concern any letter."""

import html
import re

from db.models import Community
from db.vocabulary import Language
from reminders.proofreading.eye import proofread, words_of
from reminders.proofreading.fault import Fault, Rule

BLOCKING = frozenset(
    {Rule.UNFILLED, Rule.LINK, Rule.FRIGHTENS, Rule.FOREIGN_SCRIPT}
    | {Rule.TRADITIONAL_IN_SIMPLIFIED, Rule.PERSONAL}
)
"""What must be mended before it goes out; anything else is advice."""

_TAG = re.compile(r"<[^>]+>")


def faults_in(letter: str, community: Community, language: Language) -> list[Fault]:
    """Of a letter as HTML. How long it is does not matter here: minutes of a meeting are long."""
    said = html.unescape(_TAG.sub("", letter))
    words = words_of(
        said, community.region, language, theme=None, office_phone=community.office_phone
    )
    return [fault for fault in proofread(words) if fault.rule is not Rule.TOO_LONG]
