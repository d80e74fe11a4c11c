"""Several wishes in one message: each is offered as its own, and each is taken once."""

import re
from collections.abc import Sequence
from dataclasses import replace
from zlib import crc32

from bot.buttons import Action, Press, Rows, button
from bot.conversation import onboarding, relay, spoken, whereabouts, wishes
from bot.conversation.fulfil import fulfil
from bot.conversation.messages import Incoming
from bot.conversation.turn import Turn
from bot.post import Mailbag
from db import outbox
from db.vocabulary import TicketKind
from intents import Kind, Understanding, Wish

MOST = 3

_ALL, _A_PERSON = "all", "person"


_JOINER = re.compile(
    r"\s*(?:(?:另外|此外|順便|顺便|順帶|顺带|對了|对了|而且|並且|并且|同埋)[\s，,、：:]*"
    r"|(?:還有|还有|仲有|然後|然后|同時|同时|其次|第二|再來|再来)[\s，,、：:]+"
    r"|(?:(?:oh\s+)?and\s+)?(?:also|besides|additionally|secondly|by the way|btw|another thing"
    r"|one more thing|on another note)\b[\s,:;-]*|and\s+)(?=[^\s.!?。！？])",
    re.IGNORECASE,
)
"""What joins a wish to the one before it, and says nothing on a ticket of its own."""


def on_its_own(said: str) -> str:
    """A wish's words without the word that added it."""
    joined = _JOINER.match(said)
    return said[joined.end() :] if joined else said


def offered(heard: Understanding) -> tuple[Wish, ...]:
    """The wishes to offer, in the order they were said; danger is not offered but answered."""
    if len(heard.wishes) < 2:
        return ()
    return tuple(wish for wish in heard.wishes if wish.kind is not Kind.EMERGENCY)[:MOST]


def offer(turn: Turn, heard: Understanding, *, danger: bool = False) -> None:
    """`danger`: the emergency among them was answered already, and this is the rest."""
    found = offered(heard)
    turn.say(
        "owner.several",
        buttons=_rows(turn, found),
        name=turn.name,
        danger=danger,
        wishes=[
            {
                "mark": _MARKS[number],
                "kind": wish.kind.value,
                "title": _title(turn, wish),
                "said": on_its_own(wish.text),
            }
            for number, wish in enumerate(found)
        ],
    )


_MARKS = "①②③"


def _title(turn: Turn, wish: Wish) -> str:
    topic = turn.catalogue.topics.get(wish.topic or "")
    if topic is not None:
        return topic.name[turn.language]
    category = f"categories.{wish.category}"
    if wish.kind is Kind.REQUEST and category in turn.voice.texts:
        return turn.voice.words(category, turn.language)
    kind = f"kinds.{wish.kind}"
    return turn.voice.words(kind if kind in turn.voice.texts else "kinds.other", turn.language)


def _rows(turn: Turn, found: Sequence[Wish]) -> Rows:
    inbox_id, print_ = turn.incoming.inbox_id, _fingerprint(found)
    person = button("none_of_these", Action.TAKE_WISHES, inbox_id, _A_PERSON, print_)
    if len(found) == 1:
        return ((button("take_it", Action.TAKE_WISHES, inbox_id, _ALL, print_),), (person,))
    every = (
        button("take_both", Action.TAKE_WISHES, inbox_id, _ALL, print_)
        if len(found) == 2
        else button("take_all", Action.TAKE_WISHES, inbox_id, _ALL, print_)
    )
    ones = tuple(
        button("take_one", Action.TAKE_WISHES, inbox_id, number, print_, mark=_MARKS[number])
        for number in range(len(found))
    )
    return ((every,), ones, (person,))


def _fingerprint(found: Sequence[Wish]) -> str:
    """Of what was shown: a button must not take anything else, whatever was learnt since."""
    shown = "\n".join(f"{wish.kind}|{wish.topic}|{wish.text}" for wish in found)
    return f"{crc32(shown.encode()):08x}"


async def take(turn: Turn, press: Press) -> None:
    """All of them, one of them, or a person for the whole."""
    said = await spoken.said_then(turn, press)
    if said is None:
        return
    heard = turn.understand(said.text)
    found = offered(heard)
    if not found or press.word(2) != _fingerprint(found):
        turn.notify("common.stale")
        return
    taken = [number for number in range(len(found)) if await _is_taken(turn, said, str(number))]
    if await _is_settled(turn, said, taken):
        return
    if not turn.is_bound:
        await onboarding.ask_to_be_vouched(turn, said.text, heard.slots)
        return
    if press.word(1) == _A_PERSON:
        await _give_to_person(turn, said, found, taken)
        return
    chosen = range(len(found)) if press.word(1) == _ALL else [press.number(1)]
    wanted = [number for number in chosen if number in range(len(found)) and number not in taken]
    if not wanted:
        turn.notify("common.already_answered")
        return
    await _take(turn, heard, [(number, found[number]) for number in wanted if number is not None])


async def take_all(turn: Turn, heard: Understanding) -> None:
    """Without asking: somebody waited for it long enough."""
    await _take(turn, heard, list(enumerate(offered(heard))))


async def _take(turn: Turn, heard: Understanding, wanted: Sequence[tuple[int, Wish]]) -> None:
    """Each becomes what it would have become alone; the first ticket gets what was sent along."""
    pictures = await spoken.waiting_pictures(turn)
    is_kept = await spoken.ticket_of(turn, turn.incoming) is not None
    for number, wish in wanted:
        own = _apart(turn, turn.incoming, str(number))
        alone = turn.understand(wish.text)
        ticket = await fulfil(own, on_its_own(wish.text), as_offered(alone, wish, heard))
        if ticket is not None and not is_kept:
            await relay.keep(own, ticket, *pictures)
            is_kept = True
        await own.bag.drop(turn.session)
    await whereabouts.ask_in_turn(turn)


def as_offered(alone: Understanding, wish: Wish, whole: Understanding) -> Understanding:
    """What one part does not say, the place, the time, a number, the whole may.

    It is as sure as it is by itself: to press its button says what is wanted, and not that nobody
    is blamed in it.
    """
    slots = replace(
        alone.slots,
        **{
            name: getattr(alone.slots, name) or getattr(whole.slots, name)
            for name in ("building", "floor", "unit", "when", "phone")
        },
    )
    return replace(
        alone,
        slots=slots,
        kind=wish.kind,
        kinds=(*alone.kinds, alone.kind),
        category=wish.category,
        topic=wish.topic,
        urgent=wish.urgent,
        wishes=(),
        doubtful=None,
        refers_back=False,
    )


async def _give_to_person(
    turn: Turn, said: Incoming, found: Sequence[Wish], taken: Sequence[int]
) -> None:
    """What nobody has taken yet, in the words it was said in."""
    left = [on_its_own(wish.text) for number, wish in enumerate(found) if number not in taken]
    if not left:
        turn.notify("common.already_answered")
        return
    whole = not taken and await spoken.ticket_of(turn, said) is None
    pictures = await spoken.waiting_pictures(turn)
    own = _apart(turn, said, _A_PERSON)
    text = said.text if whole else "\n".join(left)
    ticket = await wishes.give_to_person(own, text, TicketKind.OTHER)
    if whole and ticket is not None:
        await relay.keep(own, ticket, *pictures)
    await own.bag.drop(turn.session)


async def _is_settled(turn: Turn, said: Incoming, taken: Sequence[int]) -> bool:
    """The words went another way: to a person, or to a ticket of their own."""
    if await _is_taken(turn, said, _A_PERSON):
        turn.notify("common.already_answered")
        return True
    ticket = await spoken.ticket_of(turn, said)
    if ticket is None or taken or ticket.kind is TicketKind.EMERGENCY:
        return False
    turn.notify("owner.already_has_ticket", number=ticket.id)
    return True


def _apart(turn: Turn, said: Incoming, which: str) -> Turn:
    """The same turn with a mailbag of its own, whose letters show that this wish was taken."""
    bag = Mailbag(_cause(said, which), turn.voice, turn.now)
    return replace(turn, bag=bag)


async def _is_taken(turn: Turn, said: Incoming, which: str) -> bool:
    return await outbox.is_owed(turn.session, f"{_cause(said, which)}:0")


def _cause(said: Incoming, which: str) -> str:
    """By the message and not the update: an edited message makes no second wish."""
    message = said.message_id if said.message_id is not None else f"update{said.inbox_id}"
    return f"wish:{said.chat_id}:{message}:{which}"
