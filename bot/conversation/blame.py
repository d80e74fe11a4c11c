"""Whether words complain of the staff, and of whom: the one rule of what does not reach them."""

from collections.abc import Iterable

from bot import directory
from bot.conversation import accused, owner_words
from bot.conversation.identified import is_identified
from bot.conversation.thanks import ACKNOWLEDGEMENT
from bot.conversation.turn import Turn
from bot.directory import Mentioned
from bot.tickets import endangering
from bot.tickets.concerned import concerned
from bot.tickets.standing import Matter, Post, standings, works_on
from db import tickets
from db.models import Ticket
from intents import Category, Hazard, Kind, Understanding

_WANTING = frozenset({Kind.REQUEST, Kind.QUESTION, Kind.STATUS})
"""What somebody says who wants something of those who are named, unless they are blamed in it."""

_KIND = frozenset({Kind.PRAISE, Kind.GREETING})

_VIOLENT = frozenset({Hazard.INTRUDER, Hazard.MEDICAL, None})
"""Where somebody may be at work with force; in any other danger a door is broken open to help."""

_SLOWNESS = "slow_repair"
"""The topic of "still not fixed": of the staff it says only that they are slow."""

_WAITING = frozenset({_SLOWNESS, "parcels_complaint"})
"""Topics of what is not there yet."""


def complains(heard: Understanding, *, surely: bool = False) -> bool:
    """Of whatever it may be; also where it is one of several things said."""
    whole = heard.kind is Kind.COMPLAINT and (heard.sure or not surely)
    return whole or any(wish.kind is Kind.COMPLAINT for wish in heard.wishes)


def holds_complaint(heard: Understanding) -> bool:
    """A complaint, or something that is one besides."""
    return complains(heard) or Kind.COMPLAINT in heard.kinds


def blamed(text: str, heard: Understanding, named: Iterable[Mentioned]) -> list[Mentioned]:
    """Those of the named of whom the words complain, or may.

    Where it is no plain complaint, only those who are named for sure; in a call for help, whatever
    is complained of besides, as in any.
    """
    if not _may_blame_anybody(text, heard):
        return []
    if complains(heard) or (holds_complaint(heard) and not _is_taken_for_a_call(heard)):
        return list(named)
    return [each for each in named if each.sure and _may_blame(text, heard, each.said)]


def _may_blame(text: str, heard: Understanding, name: str) -> bool:
    """Unless it is sure that they are a harmless thing to say of whoever is named so.

    Whoever calls for help wants everybody to come who is named, but for those who are the danger;
    where people are, only whoever is asked to.
    """
    if _calls_for_help(heard):
        wanted = accused.is_wanted(text, name) and not accused.is_unwanted(text, name)
        of_people = _calls_for_help_against_people(heard)
        forces = of_people or (heard.hazard or heard.doubtful) in _VIOLENT
        return accused.is_accused(text, name, forces=forces) or (of_people and not wanted)
    if not heard.sure:
        return True
    if heard.kind in _KIND or heard.topic == ACKNOWLEDGEMENT:
        return owner_words.scorns(text)
    if heard.kind in _WANTING:
        return accused.is_accused(text, name) or accused.is_unwanted(text, name)
    if heard.kind is Kind.HANDOFF:  # whoever asks for somebody by name wants that person
        refused = owner_words.refuses(text) and not accused.is_wanted_alone(text, name)
        angry = owner_words.scorns(text) or owner_words.blames(text)
        return angry or refused or accused.is_unwanted(text, name)
    return True


def _may_blame_anybody(text: str, heard: Understanding) -> bool:
    """False: nobody is blamed, whoever is named; nobody has to be looked for."""
    if holds_complaint(heard):
        return True
    is_small_talk = heard.kind is Kind.OTHER and heard.topic != ACKNOWLEDGEMENT
    if _calls_for_help(heard):
        return _calls_for_help_against_people(heard) or accused.may_accuse(text)
    return is_small_talk or not heard.sure or accused.may_accuse(text)


def _calls_for_help(heard: Understanding) -> bool:
    return (
        heard.doubtful is not None
        or heard.kind is Kind.EMERGENCY
        or any(wish.kind is Kind.EMERGENCY for wish in heard.wishes)
    )


def _is_taken_for_a_call(heard: Understanding) -> bool:
    """And not only asked whether it is one: then it has no hazard yet."""
    asked = heard.doubtful is not None and heard.hazard is None
    return heard.kind is Kind.EMERGENCY and not asked


def _calls_for_help_against_people(heard: Understanding) -> bool:
    """Or may: of one wish among several only its field is known."""
    return Hazard.INTRUDER in (heard.hazard, heard.doubtful) or any(
        wish.kind is Kind.EMERGENCY and wish.category is Category.SECURITY_ACCESS
        for wish in heard.wishes
    )


async def complained_of(turn: Turn, text: str, heard: Understanding) -> tuple[int, ...]:
    """The ids of the people of whom the words complain, or may: they are not to read them."""
    if not _may_blame_anybody(text, heard):
        return ()
    named = await directory.mentioned(turn.session, text, heard, turn.community.id)
    return directory.about(blamed(text, heard, named))


async def accuses_staff(turn: Turn, text: str, heard: Understanding) -> bool:
    """Plainly, of something that nobody should do, whatever it was understood as."""
    if not accused.may_accuse(text):
        return False
    named = await directory.surely_mentioned(turn.session, text, heard, turn.community.id)
    return any(accused.is_accused(text, each.said) for each in named if each.people)


async def names_staff(turn: Turn, text: str, heard: Understanding) -> bool:
    """For sure, whatever is said of them."""
    named = await directory.surely_mentioned(turn.session, text, heard, turn.community.id)
    return any(each.people for each in named)


async def would_be_read(turn: Turn, ticket: Ticket, text: str) -> bool:
    """Whether somebody of whom the words complain, or may, would read them there.

    A team's topic is read by all who are in its group; what is private by whoever works on it.
    """
    heard = turn.understand(text)
    lead = await tickets.lead_of(turn.session, ticket)
    if endangering.awaits_help(lead, turn.now):
        against = await _held_against(turn, text, heard)
    else:
        against = await complained_of(turn, text, heard)
    left = set(against) - concerned(ticket)
    if not left or not ticket.private:
        return bool(left)
    matter, posts = Matter.of(ticket), await turn.staff()
    return any(
        works_on(standings(who, [Post.of(post) for post in posts if post.person_id == who], matter))
        for who in left
    )


def may_be_the_danger(text: str, name: str, heard: Understanding, hazard: Hazard | None) -> bool:
    """Said of who is named, to somebody's call for help; `hazard`: what that is about.

    It is one who comes to help, unless the words say that they do what nobody does who helps; or,
    where it is people who are the danger, anything bad, or no more than that it is they.
    """
    forces = hazard in _VIOLENT or heard.hazard is Hazard.INTRUDER
    if hazard is None or Hazard.INTRUDER in (hazard, heard.hazard, heard.doubtful):
        return (
            accused.is_accused(text, name, forces=forces, fights=True)
            or (accused.is_unwanted(text, name) and not accused.is_denied(text, name))
            or is_identified(text, name)
        )
    return accused.attacks(text, name, forces=forces)


def only_waits_for(text: str, heard: Understanding) -> bool:
    """The staff are slow to come, or not there yet, and nothing is said of how they are."""
    if owner_words.scorns(text) or owner_words.refuses(text):
        return False
    return heard.topic in _WAITING or owner_words.says_late(text)


async def _held_against(turn: Turn, text: str, heard: Understanding) -> tuple[int, ...]:
    """While help is awaited: whose coming is all that is waited for has done nobody any harm."""
    against = await _spoken_against(turn, text, heard)
    if not complains(heard, surely=True):
        return against
    if against or not only_waits_for(text, heard):
        return await complained_of(turn, text, heard)
    return ()


async def _spoken_against(turn: Turn, text: str, heard: Understanding) -> tuple[int, ...]:
    """Whoever waits for help says much of those who come, and means no harm by most of it."""
    named = await directory.surely_mentioned(turn.session, text, heard, turn.community.id)
    return directory.about(
        each
        for each in named
        if accused.is_accused(text, each.said, fights=True) or accused.is_unwanted(text, each.said)
    )


async def blames_nobody(turn: Turn, text: str, heard: Understanding) -> bool:
    """Nobody who works here, and nothing in what is said of people at large."""
    if not tells_of_nobody(text, heard):
        return False
    return not await directory.mentioned(turn.session, text, heard, turn.community.id)


def tells_of_nobody(text: str, heard: Understanding) -> bool:
    """As far as the words tell by themselves, without knowing who works here."""
    about_people = heard.category is Category.STAFF_ATTITUDE and heard.topic != _SLOWNESS
    return heard.slots.who is None and not about_people and not owner_words.blames(text)
