"""Nothing is promised lightly (不輕易承諾): which times a text may name, and whose they are."""

import re
from collections.abc import Iterator

import pytest

from bot.texts import FOLDER
from db.vocabulary import Language

WHOSE = {
    "respond_by": "the policy's: the time there is to respond",
    "resolve_by": "the policy's: the time there is to resolve",
    "own_day": "the reminder's own day, where it goes out on another",
    "due": "the policy's, a promise's, or when a reminder goes out",
    "latest": "the clock's: when it says so itself, if nobody does",
    "wanted": "a person's: the hour that they ask for instead of one promised",
    "when": "a colleague's: an appointment that they made, or a promise that they offer",
    "begins": "the roster's, told to the desk",
    "ends": "the roster's, told to the desk",
    "first_day": "the public calendar's, as the plan has it",
    "until": "the roster's, told to the desk",
    "starts": "planned works', as a manager announced them",
    "was_starts": "the same, before they were moved",
    "was_ends": "the same, before they were moved",
    "time_meant": "the owner's own, shown to the desk",
    "meets": "the meeting's, as a manager announced it",
    "moved_from": "the meeting's, before a manager moved it",
    "send_at": "a manager's: when their notice goes out",
    "again_at": "a manager's: when their notice comes the next time",
    "last": "a manager's: the day until which their notice is repeated",
    "morning": "the region's: when the night is over in which nobody is woken",
    "day": "the forecast's, which says of which day it speaks",
    "since": "of what has been",
    "expires": "the source's, which says how long its warning holds, or the reminder's",
}
"""Every moment that is worded anywhere. One that is new needs somebody whose word it is."""

_WORDED = re.compile(r"(\w+)\|(?:time|day)\b")

_AMOUNT = {
    Language.EN: r"(?:\d+|one|two|three|four|five|six|seven|ten|fifteen|twenty|thirty) "
    r"(?:minutes?|hours?|days?|weeks?)|\b(?:soon|shortly|right away|immediately|at once)\b",
    Language.HANT: r"[\d一二兩三四五六七八九十半]+ ?(?:分鐘|個?小時|個?鐘頭|天|個?工作日|週|個月)"
    r"|馬上|立刻|很快|稍後|稍等",
    Language.HANS: r"[\d一二两三四五六七八九十半]+ ?(?:分钟|个?小时|天|个?工作日|周|个月)"
    r"|马上|立刻|很快|稍后|稍等",
}
"""A length of time in so many words, or in none."""

_NOT_FOR_OWNERS = frozenset(
    {"emergency", "staff", "manager", "desk", "duty", "mistakes", "drill", "queue"}
    | {"plan", "broadcast", "approval", "audience", "warning"}
)
"""Shelves that only the house reads, and the safety cards."""

_NO_PROMISES = {
    "owner.false_alarm": "asks the owner to speak at once, the next time too",
    "spoken.broken": "asks the desk to be quick",
    "owner.whose_is_it": "when the bot itself decides, if the owner does not",
    "incident.card": "what has been: reports of the last half hour, told to the desk",
    "incident.opened": "as soon as there is news, and not before",
    "incident.joined": "as soon as there is news, and not before",
    "meeting.how": "how long a meeting may last, told to the manager",
    "meeting.when_instead": "how long a meeting may last, told to the manager",
    "clock.priority_which": "asks the desk how soon it hurts",
    "commands.reminders": "how far a list reaches",
    "buttons.repeat_fortnight": "how often a manager repeats a notice",
}


def _blocks(language: Language) -> Iterator[tuple[str, str]]:
    for path in sorted((FOLDER / language.value).glob("*.j2")):
        source = path.read_text(encoding="utf-8")
        for block, body in re.findall(r"{% block (\w+) %}(.*?){% endblock %}", source, re.S):
            yield f"{path.stem}.{block}", body


@pytest.mark.parametrize("language", Language)
def test_every_time_that_is_told_is_somebodys_word(language: Language) -> None:
    told = {name for _, body in _blocks(language) for name in _WORDED.findall(body)}
    assert told == WHOSE.keys()


@pytest.mark.parametrize("language", Language)
def test_owners_are_told_no_time_in_so_many_words(language: Language) -> None:
    """Safety cards order people out at once: that is no promise of ours."""
    lightly = {
        name: found
        for name, body in _blocks(language)
        if name.partition(".")[0] not in _NOT_FOR_OWNERS
        if (found := re.findall(_AMOUNT[language], body, re.IGNORECASE))
    }
    assert lightly.keys() <= _NO_PROMISES.keys(), lightly
