"""Who a broadcast is for: everybody in a community, or those of a place, a role, a language, or
whose household is of a kind.

Of one sort of condition any is enough, and every sort has to hold: owners or tenants, of block 3,
with a gas heater.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db import outbox
from db.models import (
    Broadcast,
    Building,
    Community,
    Delivery,
    HouseholdMark,
    Occurrence,
    OptOut,
    OutboxLetter,
    Person,
    Residency,
    Unit,
)
from db.once import table_of
from db.vocabulary import (
    AudienceKind,
    BroadcastState,
    DeliveryState,
    HouseholdTag,
    Language,
    ResidentRole,
    Theme,
    Weight,
)
from reminders.history import ROUTINE, Crowded, themes_in
from reminders.history import crowded as crowded_on
from reminders.notices import Notice, Readers
from reminders.spacing import BUDGET

MAY_HAVE_COME = (DeliveryState.SENT, DeliveryState.IN_DOUBT)
"""States of a copy that its reader has, or may have."""

_HAVE_IT = (
    Delivery.broadcast_id == Broadcast.id,
    Delivery.person_id == Residency.person_id,
    or_(
        Delivery.state.in_(MAY_HAVE_COME),
        and_(Delivery.state == DeliveryState.WAITING, Broadcast.state == BroadcastState.SENDING),
    ),
)
"""Their copy of the broadcast came, or is on its way."""

Floor = tuple[int, str]
"""A building's id, and the floor as its units have it: (3, "12")."""


@dataclass(frozen=True)
class Audience:
    kind: AudienceKind
    """What sort of place; one place is of one sort."""
    ids: tuple[int, ...] = ()
    """Of the buildings or units; for everybody, and for floors, none."""
    floors: tuple[Floor, ...] = ()
    roles: tuple[ResidentRole, ...] = ()
    languages: tuple[Language, ...] = ()
    tags: tuple[HouseholdTag, ...] = ()

    @classmethod
    def everybody(cls) -> "Audience":
        return cls(AudienceKind.ALL)

    @classmethod
    def of(cls, readers: Readers | None) -> "Audience":
        """Whom a shipped notice concerns, wherever it is sent."""
        if readers is None:
            return cls.everybody()
        return cls(
            AudienceKind.ALL,
            roles=readers.roles,
            languages=readers.languages,
            tags=readers.tags,
        )

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Audience":
        return cls(
            AudienceKind(stored["kind"]),
            tuple(stored["ids"]),
            floors=tuple((building, floor) for building, floor in stored.get("floors", ())),
            roles=tuple(map(ResidentRole, stored.get("roles", ()))),
            languages=tuple(map(Language, stored.get("languages", ()))),
            tags=tuple(map(HouseholdTag, stored.get("tags", ()))),
        )

    def to_json(self) -> dict[str, Any]:
        """What it does not ask is not in it."""
        asked: dict[str, Sequence[Any]] = {
            "floors": [list(floor) for floor in self.floors],
            "roles": [role.value for role in self.roles],
            "languages": [language.value for language in self.languages],
            "tags": [tag.value for tag in self.tags],
        }
        return {
            "kind": self.kind.value,
            "ids": list(self.ids),
            **{name: values for name, values in asked.items() if values},
        }


def audience_of(occurrence: Occurrence, notice: Notice) -> Audience:
    """Its own where it has one, else whom its notice concerns."""
    stored = occurrence.audience
    return Audience.of(notice.audience) if stored is None else Audience.from_json(stored)


def people_in(
    community_id: int,
    audience: Audience,
    *,
    weight: Weight = Weight.NOTICE,
    themes: Collection[Theme] = (),
    occasion: str | None = None,
    crowded: Crowded | None = None,
    corrects_id: int | None = None,
) -> Select[int]:
    """The ids of those who live there now, each once however many homes they have.

    Every condition holds for one and the same home. Places of another community reach nobody. A
    reminder spares those who asked for quiet, or opted out of every one of its themes, and whoever
    where they have another home was told of its `occasion`, or has what is enough for now. A
    correction is for whoever may have in their hands what it corrects, and for nobody else (see
    `may_have`).
    """
    if corrects_id is not None:
        return select(Delivery.person_id).where(
            Delivery.broadcast_id == corrects_id, may_have(corrects_id)
        )
    people = (
        select(Residency.person_id)
        .join(Unit, Unit.id == Residency.unit_id)
        .join(Building, Building.id == Unit.building_id)
        .join(Person, Person.id == Residency.person_id)
        .where(Residency.until.is_(None), Building.community_id == community_id)
        .where(*_placed(audience))
        .distinct()
    )
    if audience.roles:
        people = people.where(Residency.role.in_(audience.roles))
    if audience.languages:
        people = people.where(Person.language.in_(audience.languages))
    if audience.tags:
        people = people.where(_household_is(audience.tags))
    if weight is Weight.REMINDER:
        people = people.where(Person.quiet.is_(False))
        if themes:
            people = people.where(~and_(*map(_opted_out, themes)))
        if occasion is not None:
            enough = _told_elsewhere(community_id, Broadcast.occasion == occasion)
            if crowded is not None:
                enough |= _crowded(community_id, crowded)
            # Few have a second home, and only of them it is asked what they had there.
            people = people.where(case((_lives_elsewhere(community_id), ~enough), else_=true()))
    return people


def may_have(broadcast_id: int) -> ColumnElement[bool]:
    """Of its deliveries: they have it, or may, or it is in the sender's hands at this moment.

    Of a correction also who waits for it in vain: they have what it was to put right.
    """
    letters = table_of(OutboxLetter)
    on_its_way = select(letters.c.person_id).where(
        letters.c.broadcast_id == broadcast_id, outbox.is_sending
    )
    corrects = exists().where(Broadcast.id == broadcast_id, Broadcast.corrects_id.is_not(None))
    return or_(
        Delivery.state.in_(MAY_HAVE_COME),
        and_(
            Delivery.state == DeliveryState.WAITING,
            or_(Delivery.person_id.in_(on_its_way), corrects),
        ),
    )


def _placed(audience: Audience) -> list[ColumnElement[bool]]:
    match audience.kind:
        case AudienceKind.ALL:
            return []
        case AudienceKind.BUILDING:
            return [Building.id.in_(audience.ids)]
        case AudienceKind.FLOOR:
            on_one = [
                and_(Building.id == building, Unit.floor == floor)
                for building, floor in audience.floors
            ]
            return [or_(false(), *on_one)]
        case AudienceKind.UNIT:
            return [Unit.id.in_(audience.ids)]


def _household_is(tags: Sequence[HouseholdTag]) -> ColumnElement[bool]:
    """Somebody who lives in the same home has declared it."""
    declarer = aliased(Residency)
    return exists().where(
        HouseholdMark.unit_id == Residency.unit_id,
        HouseholdMark.tag.in_(tags),
        declarer.person_id == HouseholdMark.person_id,
        declarer.unit_id == HouseholdMark.unit_id,
        declarer.until.is_(None),
    )


def _opted_out(theme: Theme) -> ColumnElement[bool]:
    return exists().where(OptOut.person_id == Residency.person_id, OptOut.theme == theme)


def _lives_elsewhere(community_id: int) -> ColumnElement[bool]:
    home, unit, building = aliased(Residency), aliased(Unit), aliased(Building)
    return exists().where(
        home.person_id == Residency.person_id,
        home.until.is_(None),
        unit.id == home.unit_id,
        building.id == unit.building_id,
        building.community_id != community_id,
    )


def _told_elsewhere(community_id: int, letter: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Broadcast.community_id != community_id, letter, *_HAVE_IT)


def _crowded(community_id: int, crowded: Crowded) -> ColumnElement[bool]:
    """A letter more would be the second of a week, or of its theme in a fortnight, or too many in a
    year."""
    of_the_week = and_(*ROUTINE, Broadcast.confirmed_at >= crowded.week_began)
    too_near = of_the_week | Broadcast.id.in_(crowded.of_its_themes)
    of_the_year = (
        select(func.count())
        .where(*ROUTINE, Broadcast.confirmed_at >= crowded.year_began, *_HAVE_IT)
        .correlate(Residency)
        .scalar_subquery()
    )
    return _told_elsewhere(community_id, too_near) | (of_the_year >= BUDGET.a_year)


async def count(
    session: AsyncSession,
    community_id: int,
    audience: Audience,
    *,
    weight: Weight = Weight.NOTICE,
    themes: Collection[Theme] = (),
    occasion: str | None = None,
    crowded: Crowded | None = None,
    corrects_id: int | None = None,
) -> int:
    """How many a letter of that weight would be sent to now."""
    people = people_in(
        community_id,
        audience,
        weight=weight,
        themes=themes,
        occasion=occasion,
        crowded=crowded,
        corrects_id=corrects_id,
    )
    counted = select(func.count()).select_from(people.subquery())
    return (await session.execute(counted)).scalar_one()


async def count_of(
    session: AsyncSession,
    occurrence: Occurrence,
    notice: Notice,
    community: Community,
    now: datetime,
) -> int:
    """How many its letter would be sent to on its day, or now where that has come, as far as is
    known by now."""
    themes = await themes_in(session, occurrence)
    return await count(
        session,
        community.id,
        audience_of(occurrence, notice),
        weight=notice.weight,
        themes=themes,
        occasion=f"{occurrence.rule_id}:{occurrence.key}",
        crowded=await crowded_on(session, community, themes, max(occurrence.due_at, now)),
    )


async def count_by_language(
    session: AsyncSession,
    community_id: int,
    audience: Audience,
    *,
    weight: Weight = Weight.NOTICE,
    themes: Collection[Theme] = (),
    corrects_id: int | None = None,
) -> dict[Language, int]:
    """How many of them speak each language."""
    people = people_in(
        community_id, audience, weight=weight, themes=themes, corrects_id=corrects_id
    )
    counted = await session.execute(
        select(Person.language, func.count()).where(Person.id.in_(people)).group_by(Person.language)
    )
    return dict(counted.all())


async def sample_names(
    session: AsyncSession,
    community_id: int,
    audience: Audience,
    language: Language,
    limit: int = 5,
    *,
    weight: Weight = Weight.NOTICE,
    themes: Collection[Theme] = (),
    corrects_id: int | None = None,
) -> list[str]:
    """A few of them by name, so that the manager sees whom the words will reach."""
    people = people_in(
        community_id, audience, weight=weight, themes=themes, corrects_id=corrects_id
    )
    found = await session.scalars(
        select(Person).where(Person.id.in_(people)).order_by(Person.id).limit(limit)
    )
    return [person.called(language) for person in found]
