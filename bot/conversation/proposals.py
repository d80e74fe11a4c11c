"""What people do about a misunderstanding becomes a proposal: a lesson, or an open question."""

import re

from rapidfuzz import fuzz, process

from bot.conversation import blame
from bot.conversation.turn import Turn
from bot.learning.own_questions import compared
from db import lessons, open_questions
from db.models import FaqAnswer, Person, Ticket
from db.vocabulary import LessonSource, TicketKind
from intents import Category, Kind, Topic

LONGEST = 200
"""Characters: longer words are a story, and teach nothing."""

_SHORTEST = 2
_ALIKE = 90
"""Per cent from which two questions are one."""

_DATE_OR_HOUR = "|".join(
    (
        r"(?<!\d)\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)",
        r"(?<!\d)\d{1,2}[-/.]\d{1,2}[-/.]20[2-9]\d(?!\d)",
        r"(?<!\d)\d{1,2}[:：]\d{2}(?!\d)",
    )
)
_PHONE = r"\+?\d[\d\s()-]{5,}\d"
_NUMBER = r"[\d一二三四五六七八九十]"
# "Room a bit cold", "the room I booked": these two name a flat only where no word follows.
_LETTER = r"(?:[b-hj-z]|(?-i:A)|[ai](?=\s*(?:[^\w\s]|$)))(?!['’A-Za-z\d])"
_DOOR = rf"(?:\d[A-Za-z\d]*(?:[-/][A-Za-z\d]+)*|{_LETTER})"
_UNIT = "|".join(
    (
        rf"(?:[A-Za-z]|{_NUMBER}){{1,4}}\s*(?:號樓|号楼|棟|栋|幢|座|單元|单元|室)",
        rf"{_NUMBER}+\s*[號号]\s*{_NUMBER}+\s*[樓楼](?:\s*之\s*{_NUMBER}+)?",
        rf"{_NUMBER}+\s*[樓楼]\s*之\s*{_NUMBER}+",
        r"\d{1,3}\s*(?:樓|楼|層|层|/F)\s*[A-Z](?![A-Za-z])",
        r"(?<![\d/-])\d{1,2}\s*/?F(?![A-Za-z\d])",
        r"(?<![\d-])\d{1,2}-\d{1,2}-?[A-Z]\d?(?![A-Za-z\d])",
        r"(?<![\d-])\d{1,2}-(?:\d{1,2}-)?\d{3,4}[A-Z]?(?![A-Za-z\d-])",
        rf"(?<![A-Za-z])(?:flat|unit|apt|apartment|room|rm|block|blk|tower)(?![A-Za-z])\.?\s*#?{_DOOR}",
    )
)
_TELLS_WHO = re.compile(f"(?P<kept>{_DATE_OR_HOUR})|{_PHONE}|(?i:{_UNIT})")
"""What leads to one person; a date or an hour looks like some of it, and leads to nobody."""


async def corrected(turn: Turn, ticket: Ticket, category: str, was: str | None) -> None:
    """The owner, or the desk, put a request into another category; `was`: its topic before."""
    if category == Category.OTHER or ticket.kind is not TicketKind.REQUEST:
        return  # "to the front desk" names no matter, and only a request's words name a request
    requests = {
        topic.id
        for topic in turn.catalogue
        if topic.kind is Kind.REQUEST and topic.category.value == category
    }
    likeliest = turn.ear.engine.likeliest(ticket.said, requests)
    if likeliest is not None:
        topic = turn.catalogue[likeliest]
        mine = ticket.reporter_id == turn.person.id
        source = LessonSource.CORRECTED if mine else LessonSource.REROUTED
        await _propose(turn, ticket.said, topic, was, source, ticket)


async def meant(turn: Turn, text: str, topic: Topic) -> None:
    """The owner chose one of the guesses."""
    heard = turn.understand(text)
    await _propose(turn, text, topic, heard.topic if heard.sure else None, LessonSource.CORRECTED)


async def _propose(
    turn: Turn,
    text: str,
    topic: Topic,
    was: str | None,
    source: LessonSource,
    ticket: Ticket | None = None,
) -> None:
    said = anonymous(text, ticket.reporter if ticket else turn.person)
    if topic.id == was or not await _teaches(turn, text) or owner_of(turn, said) is not None:
        return
    await lessons.propose(
        turn.session,
        community_id=turn.community.id,
        text=said,
        folded=compared(said),
        topic=topic.id,
        was=was,
        source=source,
        now=turn.now,
        ticket_id=ticket.id if ticket else None,
    )


def owner_of(turn: Turn, words: str) -> str | None:
    """The topic whose own words these are: they cannot be taught to mean another.

    Another community's own question has no say.
    """
    owner = turn.catalogue.owner_of(words)
    return None if owner in turn.ear.foreign else owner


async def not_helpful(turn: Turn, answer_id: int) -> None:
    """An answer was given and did not help: a manager may answer better."""
    answer = await turn.session.get(FaqAnswer, answer_id)
    if answer is not None:
        await _ask(turn, answer.asked, answer.topic, None)


async def not_understood(turn: Turn, text: str, ticket: Ticket | None = None) -> None:
    """None of the guesses was right; a person deals with it, in `ticket` where there is one."""
    await _ask(turn, text, None, ticket)


async def with_a_person(turn: Turn, text: str, ticket: Ticket) -> None:
    """Somebody of the desk answers it: the manager will see in which words."""
    question_id = await _same(turn, compared(anonymous(text, turn.person)))
    if question_id is not None:
        await open_questions.link_ticket(turn.session, question_id, ticket.id)


async def _ask(turn: Turn, text: str, topic: str | None, ticket: Ticket | None) -> None:
    if not await _teaches(turn, text):
        return
    said = anonymous(text, turn.person)
    folded = compared(said)
    question_id = await _same(turn, folded)
    if question_id is None:
        question_id = await open_questions.begin(
            turn.session,
            community_id=turn.community.id,
            text=said,
            folded=folded,
            topic=topic,
            now=turn.now,
        )
    await open_questions.ask(turn.session, question_id, turn.person.id, said, turn.now)
    if ticket is not None:
        await open_questions.link_ticket(turn.session, question_id, ticket.id)


async def _same(turn: Turn, folded: str) -> int | None:
    """The question that was asked in these words, or in nearly these."""
    known = dict(await open_questions.known(turn.session, turn.community.id))
    alike = process.extractOne(folded, known, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return alike[2] if alike else None


async def _teaches(turn: Turn, text: str) -> bool:
    """Short words of somebody who belongs here, and no danger: nobody teaches that away.

    Nor what complains of one of the staff: they might be the manager who would read it.
    """
    brief = len(text) <= LONGEST and len(compared(anonymous(text, turn.person))) >= _SHORTEST
    heard = turn.understand(text)
    harmless = heard.kind is not Kind.EMERGENCY and heard.doubtful is None
    if not (turn.is_bound and brief and harmless):
        return False
    return not await blame.complained_of(turn, text, heard)


def anonymous(text: str, person: Person) -> str:
    """Without the speaker's name, telephone numbers and where somebody lives."""
    names = {person.name, *(person.names or {}).values()}
    for name in sorted(names, key=len, reverse=True):
        if len(name) > 1:
            text = text.replace(name, "…")
    return _TELLS_WHO.sub(lambda found: found["kept"] or "…", text).strip()
