"""Who a broadcast is for: everybody in a community, some buildings, or some units."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Building, Person, Residency, Unit
from db.vocabulary import AudienceKind, Language


@dataclass(frozen=True)
class Audience:
    kind: AudienceKind
    ids: tuple[int, ...] = ()
    """Of the buildings or units; for everybody, none."""

    @classmethod
    def everybody(cls) -> "Audience":
        return cls(AudienceKind.ALL)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Audience":
        return cls(AudienceKind(stored["kind"]), tuple(stored["ids"]))

    def to_json(self) -> dict[str, Any]:
        return {"kind": self.kind.value, "ids": list(self.ids)}


def people_in(community_id: int, audience: Audience) -> Select[int]:
    """The ids of those who live there now, each once however many units they have.

    Buildings and units of another community reach nobody.
    """
    people = (
        select(Residency.person_id)
        .join(Unit, Unit.id == Residency.unit_id)
        .join(Building, Building.id == Unit.building_id)
        .where(Residency.until.is_(None), Building.community_id == community_id)
        .distinct()
    )
    match audience.kind:
        case AudienceKind.ALL:
            return people
        case AudienceKind.BUILDING:
            return people.where(Building.id.in_(audience.ids))
        case AudienceKind.UNIT:
            return people.where(Unit.id.in_(audience.ids))


async def count(session: AsyncSession, community_id: int, audience: Audience) -> int:
    people = people_in(community_id, audience).subquery()
    return (await session.execute(select(func.count()).select_from(people))).scalar_one()


async def count_by_language(
    session: AsyncSession, community_id: int, audience: Audience
) -> dict[Language, int]:
    """How many of them speak each language."""
    counted = await session.execute(
        select(Person.language, func.count())
        .where(Person.id.in_(people_in(community_id, audience)))
        .group_by(Person.language)
    )
    return dict(counted.all())


async def sample_names(
    session: AsyncSession,
    community_id: int,
    audience: Audience,
    language: Language,
    limit: int = 5,
) -> list[str]:
    """A few of them by name, so that the manager sees whom the words will reach."""
    people = await session.scalars(
        select(Person)
        .where(Person.id.in_(people_in(community_id, audience)))
        .order_by(Person.id)
        .limit(limit)
    )
    return [person.called(language) for person in people]
