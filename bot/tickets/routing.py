"""Who answers for a new ticket: the team's people on duty, else the supervisor, never nobody."""

from collections.abc import Sequence
from dataclasses import dataclass

from db.vocabulary import StaffRole


@dataclass(frozen=True)
class Candidate:
    person_id: int
    role: StaffRole
    team_id: int | None
    on_duty: bool
    load: int
    """Active tickets they answer for."""


class NobodyAtAllError(Exception):
    """The community has no team member, no supervisor and no manager."""


def accountable_for(
    team_id: int, candidates: Sequence[Candidate], *, private: bool
) -> tuple[int, bool]:
    """The person who answers, and whether they are of the team.

    The least busy team member on duty; a private matter goes to a supervisor; nobody on duty:
    the supervisor, then the manager, then whoever there is. Ties go to the lowest id.
    """
    members = [each for each in candidates if each.team_id == team_id and each.on_duty]
    supervisors = [each for each in candidates if each.role is StaffRole.SUPERVISOR]
    managers = [each for each in candidates if each.role is StaffRole.MANAGER]
    ranks = [supervisors, managers] if private else [members, supervisors, managers]
    for rank in (*ranks, list(candidates)):
        if rank:
            chosen = min(rank, key=lambda each: (not each.on_duty, each.load, each.person_id))
            return chosen.person_id, chosen.team_id == team_id
    raise NobodyAtAllError


def paged_for(team_id: int, candidates: Sequence[Candidate]) -> list[int]:
    """Everybody an emergency wakes at once: the team on duty (else all on duty), supervisors.

    Managers too where there is nobody else.
    """
    staff = [each for each in candidates if each.role is StaffRole.STAFF and each.on_duty]
    team = [each for each in staff if each.team_id == team_id] or staff
    supervisors = [each for each in candidates if each.role is StaffRole.SUPERVISOR]
    woken = [*team, *supervisors] or list(candidates)
    return list(dict.fromkeys(each.person_id for each in woken))
