"""The buttons under what is said of somebody's words: guesses, tickets, and always a person."""

from collections.abc import Sequence

from bot.buttons import Action, Rows, button, column, plain
from bot.conversation.turn import Turn
from db.models import FaqAnswer, Ticket


def guesses(turn: Turn, suggestions: Sequence[str]) -> Rows:
    known = [turn.catalogue.topics[topic] for topic in suggestions[:3]]
    return column(
        *(
            plain(topic.name[turn.language], Action.MEAN, turn.incoming.inbox_id, topic.id)
            for topic in known
        )
    )


def add_to(turn: Turn, open_tickets: Sequence[Ticket]) -> Rows:
    inbox_id = turn.incoming.inbox_id
    return column(
        *(
            button("add_to", Action.ATTACH, inbox_id, each.id, number=each.id, title=title)
            for each, title in _titled(turn, open_tickets)
        )
    )


def open_again(turn: Turn, settled: Sequence[Ticket]) -> Rows:
    inbox_id = turn.incoming.inbox_id
    return column(
        *(
            button("open_again", Action.REOPEN, inbox_id, each.id, number=each.id, title=title)
            for each, title in _titled(turn, settled)
        )
    )


def _titled(turn: Turn, found: Sequence[Ticket]) -> list[tuple[Ticket, str]]:
    return [(each, turn.subject(each, turn.language)) for each in found]


def new_ticket(turn: Turn) -> Rows:
    return ((button("new_ticket", Action.NEW_TICKET, turn.incoming.inbox_id),),)


def make_complaint(turn: Turn, ticket: Ticket) -> Rows:
    return ((button("make_complaint", Action.COMPLAIN, turn.incoming.inbox_id, ticket.id),),)


def something_else(turn: Turn, ticket: Ticket) -> Rows:
    return ((button("something_else", Action.OPEN_NEW, turn.incoming.inbox_id, ticket.id),),)


def helpful_or_not(answer: FaqAnswer) -> Rows:
    return (
        (
            button("helpful", Action.HELPFUL, answer.id),
            button("not_helpful", Action.NOT_HELPFUL, answer.id),
        ),
    )


def to_a_person(turn: Turn) -> Rows:
    return ((button("none_of_these", Action.NONE_OF_THESE, turn.incoming.inbox_id),),)
