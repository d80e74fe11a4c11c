"""What is to be sent over the coming year: rules become occurrences, which managers approve.

Planning is done again and again, and only ever catches up: what was sent or skipped stays so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Community, Occurrence, OwnWords
from db.once import table_of, write_once
from db.rows import changed
from db.vocabulary import Language, OccurrenceState
from reminders.approvals import valid
from reminders.history import letters_sent
from reminders.notices import ApprovalMode, Notices
from reminders.placing import UNSENT, Picture, Standing, standings
from reminders.raising import RAISED
from reminders.rules import BREAK
from reminders.spacing import Name
from reminders.wanted import LOOKING_BACK, Wanted, renamed, row_of, wanted_in
from reminders.wording import Letters, Said, merged_letters, own_words, shipped, text_hash

NOT_APPROVED: dict[str, Any] = {
    "state": OccurrenceState.PLANNED,
    "submitted_by": None,
    "approved_by": None,
    "approved_at": None,
}


@dataclass(frozen=True)
class Changes:
    """What planning did; all nought when nothing had changed since the last time."""

    created: int = 0
    moved: int = 0
    """Came to another time, to other words, or into another letter."""
    withdrawn: int = 0
    """The rule falls on that day no more."""
    merged: int = 0
    """Those that came into another's letter."""
    respaced: int = 0
    """Those that came to another day than their rule's, because theirs was too full."""
    withdrawn_approved: tuple[Occurrence, ...] = ()
    """A manager had said yes to them, and is told."""
    to_correct: tuple[Occurrence, ...] = ()
    """They are sent, and their day has moved since: what they said is not true any more."""

    def __add__(self, other: "Changes") -> "Changes":
        names = [field.name for field in fields(Changes)]
        return Changes(**{name: getattr(self, name) + getattr(other, name) for name in names})


async def plan(
    session: AsyncSession, notices: Notices, now: datetime, community_id: int | None = None
) -> Changes:
    """Bring the occurrences of a community up to date with the rules; None: of every one.

    Nothing is created in the past, so that a first run, or a new notice, sends nothing late.
    """
    changes = Changes()
    here = Community.id == community_id if community_id is not None else true()
    for community in await session.scalars(select(Community).where(here).order_by(Community.id)):
        changes += await _plan_for(session, community, notices, now)
    return changes


async def _plan_for(
    session: AsyncSession, community: Community, notices: Notices, now: datetime
) -> Changes:
    wanted = {each.name: each for each in wanted_in(community, notices, now)}
    known = await _known(session, community, wanted, now)
    picture = Picture(wanted, known, ZoneInfo(community.timezone), now)
    own = await own_words(session, [row.id for row in known.values()])
    words = _Words(notices, community, picture, own, await valid(session, community.id, now))
    standing = standings(picture, await letters_sent(session, community, now), words.length)
    corrected = await _moved_since(session, picture)
    created, ids = await _create(session, community, picture, standing, words)
    followed = [
        await _follow(session, picture, name, standing[name], words, ids)
        for name in sorted(standing.keys() & known.keys())
    ]
    withdrawn = await _withdraw_gone(session, picture)
    changes = sum(followed, created)
    return replace(
        changes,
        withdrawn=len(withdrawn),
        withdrawn_approved=tuple(
            row for row in withdrawn if row.state is OccurrenceState.WITHDRAWN
        ),
        to_correct=corrected,
    )


async def _known(
    session: AsyncSession, community: Community, wanted: Mapping[Name, Wanted], now: datetime
) -> dict[Name, Occurrence]:
    rows = await session.scalars(
        select(Occurrence)
        .where(Occurrence.community_id == community.id, Occurrence.due_at > now - LOOKING_BACK)
        .order_by(Occurrence.id)
        .execution_options(populate_existing=True)
    )
    known = {(row.rule_id, row.key): row for row in rows}
    for old, name in renamed(known, wanted).items():
        known[old].key = name[1]
        known[name] = known.pop(old)
    await session.flush()
    return known


class _Words:
    """What the occurrences of a community say, and whether a manager approved it for the year."""

    def __init__(
        self,
        notices: Notices,
        community: Community,
        picture: Picture,
        own: Mapping[int, Mapping[Language, str]],
        approved: frozenset[str],
    ) -> None:
        self._notices = notices
        self._community = community
        self._picture = picture
        self._own = own
        self._approved = approved

    def _said(self, name: Name) -> Said:
        row = self._picture.known.get(name)
        return Said(self._picture.wanted[name].notice, self._own.get(row.id, {}) if row else {})

    def _alone(self, name: Name) -> Letters:
        said = self._said(name)
        if said.own:
            return merged_letters([said], self._community)
        return shipped(self._notices, said.notice.id, self._community)

    def length(self, name: Name) -> int:
        return max(map(len, self._alone(name).values()))

    def hash_of(self, name: Name, parts: Sequence[Name]) -> str:
        if not parts:
            return self._own_hash(name)
        said = [self._said(each) for each in (name, *parts)]
        letter = merged_letters(said, self._community)
        return text_hash(letter, *(each.notice for each in said))

    def _own_hash(self, name: Name) -> str:
        return text_hash(self._alone(name), self._picture.wanted[name].notice)

    def approved(self, name: Name, parts: Sequence[Name]) -> bool:
        """A letter of several is approved where each of them is."""
        return all(self._goes_unasked(each) for each in (name, *parts))

    def were_read(self, name: Name, parts: Sequence[Name]) -> bool:
        """Somebody approved these very words for the year: nobody needs to review them."""
        return all(self._own_hash(each) in self._approved for each in (name, *parts))

    def _goes_unasked(self, name: Name) -> bool:
        match self._picture.wanted[name].notice.approval:
            case ApprovalMode.TEMPLATE:
                return self._own_hash(name) in self._approved
            case ApprovalMode.AFTERWARDS:
                return True
            case _:
                return False


async def _create(
    session: AsyncSession,
    community: Community,
    picture: Picture,
    standing: Mapping[Name, Standing],
    words: _Words,
) -> tuple[Changes, dict[Name, int]]:
    """What is new; and the row of every occurrence, for those that are merged into it."""
    new = [name for name in sorted(standing) if name not in picture.known]
    ids = {name: row.id for name, row in picture.known.items()}
    leads = [name for name in new if standing[name].into is None]
    for names in (leads, [name for name in new if standing[name].into]):
        rows = [
            row_of(community, picture.wanted[name], "")
            | _columns(picture, name, standing[name], words, ids)
            | _first_state(picture, name, standing[name], words)
            for name in names
        ]
        await write_once(session, table_of(Occurrence), rows)
        ids |= await _ids_of(session, community, names)
    done = Changes(created=len(new))
    return sum((_came(picture, name, standing[name]) for name in new), done), ids


async def _ids_of(
    session: AsyncSession, community: Community, names: Sequence[Name]
) -> dict[Name, int]:
    found = await session.execute(
        select(Occurrence.rule_id, Occurrence.key, Occurrence.id).where(
            Occurrence.community_id == community.id,
            Occurrence.key.in_({key for _, key in names}),
        )
    )
    return {(rule_id, key): row_id for rule_id, key, row_id in found}


def _columns(
    picture: Picture,
    name: Name,
    standing: Standing,
    words: _Words,
    ids: Mapping[Name, int],
) -> dict[str, Any]:
    wanted = picture.wanted[name]
    return {
        "due_at": standing.due_at,
        "wanted_at": wanted.due_at,
        "expires_at": wanted.expires_at,
        "provisional": wanted.provisional,
        "text_hash": words.hash_of(name, standing.parts),
        "merged_into_id": ids[standing.into] if standing.into else None,
    }


def _first_state(picture: Picture, name: Name, standing: Standing, words: _Words) -> dict[str, Any]:
    """What cannot wait is approved by nobody, at no time: it is reviewed once it is out."""
    if standing.into:
        return {**NOT_APPROVED, "state": OccurrenceState.MERGED}
    if not words.approved(name, standing.parts):
        return dict(NOT_APPROVED)
    at = picture.now if words.were_read(name, standing.parts) else None
    return {**NOT_APPROVED, "state": OccurrenceState.APPROVED, "approved_at": at}


async def _follow(
    session: AsyncSession,
    picture: Picture,
    name: Name,
    standing: Standing,
    words: _Words,
    ids: Mapping[Name, int],
) -> Changes:
    """Bring what is not sent yet to where it stands; a manager's approval is kept only where the
    words are the same.

    What was over, and whose day has come to lie in the future again, is planned afresh.
    """
    row = picture.known[name]
    values = _columns(picture, name, standing, words, ids)
    same_words = row.state in UNSENT and row.text_hash == values["text_hash"]
    approved = words.approved(name, standing.parts)
    if row.state is OccurrenceState.APPROVED:
        holds = approved or row.approved_by is not None
    else:
        holds = not approved
    if standing.into or not (same_words and holds):
        values |= _first_state(picture, name, standing, words)
    if all(getattr(row, column) == value for column, value in values.items()):
        return Changes()
    # A manager may be approving it, or the sender taking it, at this moment: they go first.
    seen = (Occurrence.state == row.state, Occurrence.text_hash == row.text_hash)
    followed = await changed(
        session, update(Occurrence).where(Occurrence.id == row.id, *seen).values(values)
    )
    return Changes(moved=1) + _came(picture, name, standing, row) if followed else Changes()


def _came(
    picture: Picture, name: Name, standing: Standing, row: Occurrence | None = None
) -> Changes:
    """Whether it came into another's letter, or to another day than its own."""
    if standing.into:
        return Changes(merged=row is None or row.state is not OccurrenceState.MERGED)
    own_day = picture.wanted[name].day(picture.zone)
    elsewhere = standing.due_at.astimezone(picture.zone).date() != own_day
    return Changes(respaced=elsewhere and (row is None or row.due_at != standing.due_at))


async def _moved_since(session: AsyncSession, picture: Picture) -> tuple[Occurrence, ...]:
    """Breaks that were told of, and whose days were moved while they still lie ahead."""
    moved = []
    for name, row in picture.known.items():
        wanted = picture.wanted.get(name)
        if wanted is None or row.wanted_at is None or not name[1].startswith(BREAK):
            continue
        told_day = row.wanted_at.astimezone(picture.zone).date()
        if picture.is_told(row) and told_day != wanted.day(picture.zone):
            if wanted.due_at > picture.now:
                moved.append(row)
            row.wanted_at = wanted.due_at
    await session.flush()
    return tuple(moved)


async def _withdraw_gone(session: AsyncSession, picture: Picture) -> list[Occurrence]:
    """What no rule wants any more: those that went. An approved one stays to be seen, unsent."""
    gone = [row for name, row in picture.known.items() if _is_gone(picture, name, row)]
    in_letters = sorted(gone, key=lambda row: row.state is not OccurrenceState.MERGED)
    return [row for row in in_letters if await _withdraw(session, row)]


def _is_gone(picture: Picture, name: Name, row: Occurrence) -> bool:
    if name in picture.wanted or name[1].startswith(RAISED):
        return False
    if row.state is OccurrenceState.MERGED:
        return not picture.is_told(row)
    return row.state in UNSENT and row.due_at > picture.now


async def _withdraw(session: AsyncSession, row: Occurrence) -> bool:
    """What was only planned goes without a trace."""
    as_seen = (Occurrence.id == row.id, Occurrence.state == row.state)
    if row.state is OccurrenceState.APPROVED:
        withdrawn = await changed(
            session,
            update(Occurrence).where(*as_seen).values(state=OccurrenceState.WITHDRAWN),
        )
        await session.refresh(row)
        return withdrawn
    claimed = select(Occurrence.id).where(*as_seen).with_for_update()
    if await session.scalar(claimed) is None:
        return False
    await session.execute(delete(OwnWords).where(OwnWords.occurrence_id == row.id))
    alone = update(Occurrence).where(Occurrence.merged_into_id == row.id)
    await session.execute(alone.values(merged_into_id=None))
    return await changed(session, delete(Occurrence).where(*as_seen))
