"""What a person is to one ticket, and what that lets them do. A role alone permits nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from bot.tickets.concerned import concerned
from db.models import Membership, Ticket
from db.vocabulary import StaffRole, TicketKind


class Standing(StrEnum):
    REPORTER = "reporter"
    TEAM = "team"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    STRANGER = "stranger"


@dataclass(frozen=True)
class Post:
    """One membership: where somebody works, and as what."""

    community_id: int
    role: StaffRole
    team_id: int | None
    on_duty: bool = True

    @classmethod
    def of(cls, post: Membership) -> "Post":
        return cls(post.community_id, post.role, post.team_id, post.on_duty)


@dataclass(frozen=True)
class Matter:
    """What of a ticket decides who may touch it."""

    community_id: int
    team_id: int
    reporter_id: int
    accountable_id: int
    private: bool
    emergency: bool = False
    concerned: frozenset[int] = frozenset()
    """Whom it is about, and from whom it is kept, whatever they are here."""

    @classmethod
    def of(cls, ticket: Ticket) -> "Matter":
        return cls(
            ticket.community_id,
            ticket.team_id,
            ticket.reporter_id,
            ticket.accountable_id,
            ticket.private,
            emergency=ticket.kind is TicketKind.EMERGENCY,
            concerned=concerned(ticket),
        )


def standings(person_id: int, posts: Collection[Post], matter: Matter) -> frozenset[Standing]:
    """All that applies; STRANGER alone where nothing does.

    A private matter (a complaint) is not the team's: only supervisors, managers and whoever
    is accountable for it see it. An emergency is everybody's who works there. Whoever it is
    about does not work on it, not even where they lead.
    """
    here = [post for post in posts if post.community_id == matter.community_id]
    found = set()
    if person_id == matter.reporter_id:
        found.add(Standing.REPORTER)
    if person_id in matter.concerned:
        return frozenset(found) or frozenset({Standing.STRANGER})
    if any(post.role is StaffRole.SUPERVISOR for post in here):
        found.add(Standing.SUPERVISOR)
    if any(post.role in (StaffRole.MANAGER, StaffRole.DIRECTOR) for post in here):
        found.add(Standing.MANAGER)
    in_team = any(post.team_id == matter.team_id or matter.emergency for post in here)
    if here and (person_id == matter.accountable_id or (in_team and not matter.private)):
        found.add(Standing.TEAM)
    return frozenset(found) or frozenset({Standing.STRANGER})


DESK = frozenset({Standing.TEAM, Standing.SUPERVISOR, Standing.MANAGER})
"""Those who may work on a ticket."""


def works_on(found: frozenset[Standing]) -> bool:
    return bool(found & DESK)


def owns(found: frozenset[Standing]) -> bool:
    return Standing.REPORTER in found
