"""The plan as a list: what comes in the next sixty days, with a button for each."""

from bot.buttons import Action, Press, button, grid, plain
from bot.conversation.turn import Turn
from db.models import Community, Occurrence
from db.vocabulary import Language, OccurrenceState
from reminders import deciding, yearly
from reminders.notices import Notices, title
from reminders.wording import merged_into

DAYS_AHEAD = 60

_MARKS = {
    OccurrenceState.PLANNED: "🕓",
    OccurrenceState.APPROVED: "✅",
    OccurrenceState.SENT: "📤",
    OccurrenceState.SKIPPED: "⏭",
    OccurrenceState.EXPIRED: "⌛",
    OccurrenceState.MERGED: "🔗",
    OccurrenceState.WITHDRAWN: "↩️",
}


def title_of(
    notices: Notices, occurrence: Occurrence, community: Community, language: Language
) -> str:
    """The reminder's headline; its plain name where this version no longer ships the notice."""
    notice = notices.get(occurrence.notice)
    return title(notice, community, language) if notice else occurrence.notice


async def upcoming(turn: Turn) -> None:
    """`/reminders`: what is planned, with a button for each."""
    found = await deciding.upcoming(turn.session, turn.community.id, turn.now, days=DAYS_AHEAD)
    others = {each.id: await titles_merged(turn, each) for each in found}
    lines = [
        {
            "position": position,
            "mark": _MARKS[occurrence.state],
            "due": occurrence.due_at,
            "title": title_of(turn.notices, occurrence, turn.community, turn.language),
            "state": turn.voice.words(f"states.{occurrence.state.value}", turn.language),
            "others": others[occurrence.id],
            "provisional": occurrence.provisional,
        }
        for position, occurrence in enumerate(found, start=1)
    ]
    buttons = [
        plain(f"{line['mark']} {line['position']}", Action.OCCURRENCE, occurrence.id)
        for line, occurrence in zip(lines, found, strict=True)
    ]
    unread = await yearly.waiting(turn.session, turn.community, turn.notices, turn.now)
    year = ((button("year", Action.YEAR, count=len(unread)),),) if unread else ()
    rows = (*grid(buttons, 5), *year, (button("at_hand", Action.SHELF),))
    turn.say("plan.coming", buttons=rows, days=DAYS_AHEAD, lines=lines)


async def titles_merged(turn: Turn, lead: Occurrence) -> list[str]:
    """What its letter says besides."""
    return [
        title_of(turn.notices, each, turn.community, turn.language)
        for each in await merged_into(turn.session, lead)
    ]


async def plan(turn: Turn, press: Press) -> None:
    del press
    if may_plan(turn):
        await upcoming(turn)


def may_plan(turn: Turn) -> bool:
    if not turn.manages_here:
        turn.notify("common.not_yours", alert=True)
        return False
    return True
