"""Coming in: the first words, invitations, and somebody who vouches where there is none."""

from dataclasses import replace

from bot import people as admission
from bot.buttons import Action, Press, button, column, plain
from bot.conversation import blame, settings
from bot.conversation.flats import flat_named
from bot.conversation.turn import Turn
from bot.places import find_unit
from bot.tickets import description
from db import people
from db.models import Community, Person, Team, Unit, VouchRequest
from db.vocabulary import MailPriority, StaffRole, Step, TeamCode, VouchState
from intents import Slots

_POSTS = frozenset({StaffRole.SUPERVISOR, StaffRole.MANAGER, StaffRole.DIRECTOR})
"""Over all of the community: a manager invites them by the name of the post."""


async def start(turn: Turn) -> None:
    """With an invitation: in, and then the language. Without: the language, and how it works."""
    token = turn.incoming.argument
    if token:
        await _redeem(turn, token)
        return
    if turn.person.community_id is None and await _choose_first(turn):
        return
    settings.offer(turn, "common.choose_language")


async def _redeem(turn: Turn, token: str) -> None:
    found = await admission.redeem(turn.session, token, turn.person, turn.now)
    if found is None:
        turn.say("owner.invitation_refused", buttons=settings.language_rows())
        return
    invitation, fresh = found
    unit = await turn.session.get(Unit, invitation.unit_id) if invitation.unit_id else None
    team = await turn.session.get(Team, invitation.team_id) if invitation.team_id else None
    turn.say(
        "owner.invited",
        buttons=settings.language_rows(),
        fresh=fresh,
        name=turn.name,
        unit=description.unit_words(turn, unit, turn.language) if unit else None,
        team=team.name(turn.language) if team else None,
        role=invitation.staff_role.value if invitation.staff_role else None,
    )
    waiting = await people.open_vouch(turn.session, turn.person.id) if fresh else None
    if waiting is not None:
        await _act_on_waiting(turn, waiting)


async def _act_on_waiting(turn: Turn, request: VouchRequest) -> None:
    """What they wanted before they were in is done now."""
    request.state = VouchState.VOUCHED
    request.decided_at = turn.now
    await turn.session.flush()
    welcomed = await people.by_id(turn.session, turn.person.id)
    if welcomed is not None and request.said:
        turn.replays.append((as_speaker(turn, welcomed), request.said))


async def _choose_first(turn: Turn) -> bool:
    """Several communities and no hint which: ask. False where there is only one."""
    found = await people.communities(turn.session)
    if len(found) < 2:
        return False
    rows = column(
        *(plain(each.name(turn.language), Action.COMMUNITY, each.id) for each in found[:20])
    )
    turn.say("common.choose_community", buttons=rows)
    return True


async def choose_community(turn: Turn, press: Press) -> None:
    row = press.number(0)
    community = await turn.session.get(Community, row) if row is not None else None
    if community is None:
        turn.notify("common.stale")
        return
    if not turn.is_bound:
        turn.person.community_id = community.id
    settings.offer(turn, "common.choose_language")


async def ask_to_be_vouched(turn: Turn, said: str, slots: Slots) -> None:
    """Somebody unbound wants something done: a manager is asked at once, the words are kept."""
    unit = await find_unit(turn.session, slots, turn.community.id)
    request = await people.open_vouch(turn.session, turn.person.id)
    if request is None:
        request = VouchRequest(
            community_id=turn.community.id,
            person_id=turn.person.id,
            unit_id=unit.id if unit else None,
            said=said,
            asked_at=turn.now,
        )
        turn.session.add(request)
    elif said in request.said:  # pressed twice: the managers have it
        turn.say("owner.vouch_asked", name=turn.name)
        return
    else:
        request.said = f"{request.said}\n{said}"[:4000]
        request.unit_id = unit.id if unit else request.unit_id
    await turn.session.flush()
    await _ask_managers(turn, request)
    if request.unit_id is None:
        await turn.expect(Step.NAME_UNIT, request=request.id)
        turn.say(
            "owner.which_unit",
            buttons=((button("not_resident", Action.NOT_RESIDENT, request.id),),),
            name=turn.name,
        )
    else:
        turn.say("owner.vouch_asked", name=turn.name)


async def unit_named(turn: Turn, data: dict[str, object]) -> bool:
    text = turn.incoming.text.strip()
    row = data.get("request")
    if not text or turn.incoming.command or not isinstance(row, int):
        return False
    request = await turn.session.get(VouchRequest, row)
    if request is None or request.state is not VouchState.ASKED:
        return False
    unit = await flat_named(turn, text)
    if unit is None:
        if data.get("again"):
            return False
        await turn.expect(Step.NAME_UNIT, request=row, again=True)
        turn.say("owner.unit_unknown")
        return True
    request.unit_id = unit.id
    await turn.session.flush()
    await _ask_managers(turn, request)
    turn.say("owner.vouch_asked", name=turn.name)
    return True


async def without_unit(turn: Turn, press: Press) -> None:
    """Not a resident, or does not know: the manager decides from the words."""
    row = press.number(0)
    request = await turn.session.get(VouchRequest, row) if row is not None else None
    if request is None or request.person_id != turn.person.id:
        turn.notify("common.not_yours", alert=True)
        return
    await turn.expect_nothing()
    turn.say("owner.vouch_asked", name=turn.name)


async def _ask_managers(turn: Turn, request: VouchRequest) -> None:
    unit = await turn.session.get(Unit, request.unit_id) if request.unit_id else None
    heard = turn.understand(request.said)
    complained_of = await blame.complained_of(turn, request.said, heard)
    for manager in await people.managers_of(turn.session, turn.community.id):
        where = description.unit_words(turn, unit, manager.language) if unit else None
        first = (
            button("vouch", Action.VOUCH, request.id, unit.id, unit=where)
            if unit
            else button("vouch_unit", Action.VOUCH_UNIT, request.id)
        )
        turn.bag.tell(
            manager,
            "manager.vouch",
            buttons=column(first, button("refuse_vouch", Action.REFUSE_VOUCH, request.id)),
            priority=MailPriority.TICKET,
            who=turn.person.name,
            unit=where,
            said=(
                turn.voice.words("complaint.withheld", manager.language)
                if manager.id in complained_of
                else request.said
            ),
        )


async def _request_for_manager(turn: Turn, press: Press) -> VouchRequest | None:
    row = press.number(0)
    request = await turn.session.get(VouchRequest, row) if row is not None else None
    if request is None or not _manages(turn, request.community_id):
        turn.notify("common.not_yours", alert=True)
        return None
    return request


def _manages(turn: Turn, community_id: int) -> bool:
    return any(
        post.role is StaffRole.MANAGER and post.community_id == community_id for post in turn.posts
    )


async def vouch(turn: Turn, press: Press) -> None:
    request = await _request_for_manager(turn, press)
    unit_id = press.number(1)
    if request and unit_id is not None:
        await _vouch_for(turn, request, unit_id)


async def _vouch_for(turn: Turn, request: VouchRequest, unit_id: int) -> None:
    unit = await turn.session.get(Unit, unit_id)
    if unit is None or unit.building.community_id != request.community_id:
        turn.notify("common.stale")
        return
    if not await people.decide_vouch(
        turn.session, request.id, VouchState.VOUCHED, turn.person.id, turn.now
    ):
        _say_it_was_decided(turn)
        return
    person = await people.by_id(turn.session, request.person_id)
    if person is None:
        return
    await admission.settle(turn.session, person, unit.id, request.community_id, turn.now)
    person = await people.by_id(turn.session, request.person_id)
    if person is None:
        return
    turn.say(
        "manager.vouched", who=person.name, unit=description.unit_words(turn, unit, turn.language)
    )
    guest = as_speaker(turn, person)
    await guest.expect_nothing()
    guest.say(
        "owner.vouched",
        name=guest.name,
        by=turn.person.called(person.language),
        unit=description.unit_words(turn, unit, person.language),
    )
    if request.said:
        turn.replays.append((guest, request.said))


def _say_it_was_decided(turn: Turn) -> None:
    """Over the button that was pressed, or in words to whoever typed the flat."""
    if turn.incoming.press:
        turn.notify("manager.vouch_decided")
    else:
        turn.say("manager.vouch_decided")


async def refuse_vouch(turn: Turn, press: Press) -> None:
    request = await _request_for_manager(turn, press)
    if request is None:
        return
    if not await people.decide_vouch(
        turn.session, request.id, VouchState.REFUSED, turn.person.id, turn.now
    ):
        _say_it_was_decided(turn)
        return
    person = await people.by_id(turn.session, request.person_id)
    turn.notify("manager.vouch_refused")
    if person is not None:
        as_speaker(turn, person).say("owner.vouch_refused", name=person.called(person.language))


async def ask_unit_of(turn: Turn, press: Press) -> None:
    """The manager names the unit where the person could not."""
    request = await _request_for_manager(turn, press)
    if request is None:
        return
    if request.state is not VouchState.ASKED:
        _say_it_was_decided(turn)
        return
    await turn.expect(Step.NAME_INVITEE, request=request.id)
    turn.say("manager.which_unit")


def as_speaker(turn: Turn, person: Person) -> Turn:
    """The same work, with somebody else before the desk: their chat, their language."""
    speaker = replace(
        turn.incoming.speaker, telegram_id=person.telegram_id, name=person.name, language_code=None
    )
    incoming = replace(
        turn.incoming,
        speaker=speaker,
        chat_id=person.telegram_id,
        private=True,
        message_id=None,
        media=None,
        album=None,
        reply_to=None,
        press=None,
        text="",
    )
    return replace(turn, person=person, incoming=incoming, toast=None)


async def invite(turn: Turn) -> None:
    """`/invite 3-12F` for a household, `/invite repairs` for a colleague."""
    if not turn.incoming.argument:
        await turn.expect(Step.NAME_INVITEE)
        turn.say("manager.invite_whom")
        return
    await _invite(turn, turn.incoming.argument)


async def invitee_named(turn: Turn, data: dict[str, object]) -> bool:
    text = turn.incoming.text.strip()
    if not text or turn.incoming.command or not turn.leads_here:
        return False
    row = data.get("request")
    if not isinstance(row, int):
        await _invite(turn, text)
        return True
    request = await turn.session.get(VouchRequest, row)
    unit = await flat_named(turn, text)
    if unit is None:
        await turn.expect(Step.NAME_INVITEE, request=row)
        turn.say("manager.no_such_unit", said=text)
    elif request is not None and _manages(turn, request.community_id):
        await _vouch_for(turn, request, unit.id)
    return True


async def _invite(turn: Turn, whom: str) -> None:
    code = whom.split()[0].casefold()
    post = code if code in _POSTS else None
    team = await _team(turn, code)
    unit = None if team or post else await flat_named(turn, whom)
    if team is None and unit is None and post is None:
        await turn.expect(Step.NAME_INVITEE)
        turn.say("manager.no_such_unit", said=whom)
        return
    if unit is None and not turn.manages_here:
        turn.say("common.not_for_you", command="invite")
        return
    role = StaffRole(post) if post else StaffRole.STAFF if team else None
    token = await admission.invite(
        turn.session,
        turn.now,
        community_id=turn.community.id,
        by=turn.person.id,
        unit_id=unit.id if unit else None,
        team_id=team.id if team else None,
        staff_role=role,
    )
    link = f"https://t.me/{turn.bot_username}?start={token}"
    turn.say(
        "manager.invitation",
        extra={"photo": {"qr": link}},
        link=link,
        unit=description.unit_words(turn, unit, turn.language) if unit else None,
        team=team.name(turn.language) if team else None,
        role=role.value if role else None,
        days=admission.INVITATION_LIFE.days,
    )


async def _team(turn: Turn, code: str) -> Team | None:
    for team_code in TeamCode:
        team = await people.team(turn.session, turn.community.id, team_code)
        if code in {team_code.value, *(name.casefold() for name in team.names.values())}:
            return team
    return None
