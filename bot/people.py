"""How people come in: invitations, and managers who vouch for somebody."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db import people
from db.models import Invitation, Membership, Person, Residency
from db.vocabulary import ResidentRole, StaffRole

INVITATION_LIFE = timedelta(days=7)

_TOKEN_BYTES = 24
"""192 random bits, 32 characters: within the 64 a deep link may carry, beyond guessing."""


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


async def invite(
    session: AsyncSession,
    now: datetime,
    *,
    community_id: int,
    by: int | None,
    unit_id: int | None = None,
    team_id: int | None = None,
    staff_role: StaffRole | None = None,
) -> str:
    """A fresh single-use token, shown once: only its hash is kept."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    session.add(
        Invitation(
            token_hash=hashed(token),
            community_id=community_id,
            unit_id=unit_id,
            resident_role=ResidentRole.OWNER if unit_id else None,
            team_id=team_id,
            staff_role=staff_role,
            created_by=by,
            created_at=now,
            expires_at=now + INVITATION_LIFE,
        )
    )
    await session.flush()
    return token


async def redeem(
    session: AsyncSession, token: str, person: Person, now: datetime
) -> tuple[Invitation, bool] | None:
    """The invitation and whether it was used just now; None where it cannot be used.

    Whoever used it before may open the link again: they are in, and nothing changes.
    """
    found = await people.invitation(session, hashed(token))
    if found is None:
        return None
    if found.used_by == person.id:
        return found, False
    if not await people.use_invitation(session, found.id, person.id, now):
        return None
    await admit(session, found, person, now)
    return found, True


async def admit(
    session: AsyncSession, invitation: Invitation, person: Person, now: datetime
) -> None:
    if invitation.unit_id is not None:
        await settle(
            session,
            person,
            invitation.unit_id,
            invitation.community_id,
            now,
            invitation.resident_role or ResidentRole.OWNER,
        )
    elif invitation.staff_role is not None:
        person.community_id = invitation.community_id
        if not _holds(person, invitation):
            session.add(
                Membership(
                    person_id=person.id,
                    community_id=invitation.community_id,
                    role=invitation.staff_role,
                    team_id=invitation.team_id,
                )
            )
        await session.flush()


def _holds(person: Person, invitation: Invitation) -> bool:
    return any(
        (post.community_id, post.role, post.team_id)
        == (invitation.community_id, invitation.staff_role, invitation.team_id)
        for post in person.memberships
    )


async def settle(
    session: AsyncSession,
    person: Person,
    unit_id: int,
    community_id: int,
    now: datetime,
    role: ResidentRole = ResidentRole.OWNER,
) -> None:
    """The person lives there from now on; nothing changes where they already do."""
    person.community_id = community_id
    if all(residency.unit_id != unit_id for residency in person.residencies):
        session.add(Residency(person_id=person.id, unit_id=unit_id, role=role, since=now))
    await session.flush()
