"""Who answers for a new ticket: the team's people on duty, else the supervisor, never nobody."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from db.vocabulary import DispatchMode, StaffRole, TicketKind

_NEVER = datetime.min.replace(tzinfo=UTC)

RANKS = (StaffRole.SUPERVISOR, StaffRole.MANAGER, StaffRole.DIRECTOR)
"""Those who lead, from below."""


@dataclass(frozen=True)
class Candidate:
    person_id: int
    role: StaffRole
    team_id: int | None
    on_duty: bool
    load: int
    """Active tickets they answer for."""
    skills: frozenset[str] = frozenset()
    """Categories they can see to; none: all."""
    buildings: frozenset[int] = frozenset()
    """Where they work; none: everywhere."""
    last_assigned_at: datetime | None = None
    """When it was last their turn; None: never."""


class NobodyAtAllError(Exception):
    """The community has no team member, no supervisor and no manager."""


def accountable_for(
    team_id: int,
    candidates: Sequence[Candidate],
    *,
    private: bool,
    mode: DispatchMode = DispatchMode.CLAIM,
    excluded: Collection[int] = (),
) -> tuple[int, bool]:
    """The person who answers, and whether they are of the team.

    The least busy team member on duty; where turns are taken, whoever has waited longest; where
    the supervisor names somebody, the supervisor until then. A private matter goes to a
    supervisor; nobody on duty: the supervisor, then the manager, then whoever there is. Ties go
    to the lowest id. `excluded` are passed over altogether: a private matter that is kept from
    somebody goes to whoever leads beside or above them, and to nobody who does not lead.
    """
    free = [each for each in candidates if each.person_id not in excluded]
    members = [each for each in free if each.team_id == team_id and each.on_duty]
    supervisors = [each for each in free if each.role is StaffRole.SUPERVISOR]
    managers = [each for each in free if each.role is StaffRole.MANAGER]
    ranks = [members, supervisors, managers]
    if private:
        ranks = _leaders(candidates, excluded)
    elif mode is DispatchMode.ASSIGN:
        ranks = [supervisors, managers, members]
    elif mode is DispatchMode.ROUND_ROBIN and members:
        return in_turn(members)[0].person_id, True
    for rank in ranks if private and excluded else (*ranks, free):
        if rank:
            chosen = min(rank, key=lambda each: (not each.on_duty, each.load, each.person_id))
            return chosen.person_id, chosen.team_id == team_id
    raise NobodyAtAllError


def _leaders(candidates: Sequence[Candidate], excluded: Collection[int]) -> list[list[Candidate]]:
    """By rank, from the highest of those it is kept from upwards, and only then downwards."""
    held = [each.role for each in candidates if each.person_id in excluded]
    highest = max((RANKS.index(role) for role in held if role in RANKS), default=0)
    ranks = (*RANKS[highest:], *reversed(RANKS[:highest]))
    return [
        [each for each in candidates if each.role is rank and each.person_id not in excluded]
        for rank in ranks
    ]


def mode_for(team: DispatchMode, kind: TicketKind, *, private: bool) -> DispatchMode:
    """How a ticket finds its worker: an emergency is for whoever is there, a complaint is not
    the team's."""
    if private or kind is TicketKind.EMERGENCY:
        return DispatchMode.CLAIM
    return team


def narrowed(
    candidates: Sequence[Candidate], category: str | None, building_id: int | None
) -> list[Candidate]:
    """Without the team members who cannot see to this, or do not work there.

    Never to nobody: a team that has nobody fitting on duty keeps whoever has the skill, then
    whoever works there, then everybody. Those who lead are for everything.
    """
    there = [each for each in candidates if each.role is StaffRole.STAFF and each.on_duty]
    teams = {each.team_id: [one for one in there if one.team_id == each.team_id] for each in there}
    fitting = {id_: _fitting(team, category, building_id) for id_, team in teams.items()}
    return [each for each in candidates if each not in there or each in fitting[each.team_id]]


def _fitting(
    team: list[Candidate], category: str | None, building_id: int | None
) -> list[Candidate]:
    able = [each for each in team if category is None or _can(each, category)]
    near = [each for each in team if building_id is None or _works_in(each, building_id)]
    return [each for each in able if each in near] or able or near or team


def _can(candidate: Candidate, category: str) -> bool:
    return not candidate.skills or category in candidate.skills


def _works_in(candidate: Candidate, building_id: int) -> bool:
    return not candidate.buildings or building_id in candidate.buildings


def in_turn(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Whoever has waited longest first (輪訓)."""
    return sorted(candidates, key=lambda each: (each.last_assigned_at or _NEVER, each.person_id))


def next_in_turn(team_id: int, candidates: Sequence[Candidate]) -> int | None:
    """Whose turn it is in a team; None where nobody of it is on duty."""
    there = [each for each in candidates if each.team_id == team_id and each.on_duty]
    return in_turn(there)[0].person_id if there else None
