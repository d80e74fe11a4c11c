"""`/warnings`: which official warnings are in force here, and how their sources and the forecasts
do."""

from sqlalchemy import select

from bot.conversation.turn import Turn
from db.models import Alert, Feed
from db.vocabulary import AlertState, FeedCode, Weight
from reminders.warnings.places import FORECASTS, place_for
from reminders.warnings.watches import watches


async def show(turn: Turn) -> None:
    area = turn.community.area
    found = await turn.session.scalars(
        select(Alert).where(Alert.state == AlertState.IN_FORCE).order_by(Alert.issued_at, Alert.id)
    )
    alerts = [
        {
            "name": _name(turn, each),
            "place": each.area,
            "since": each.issued_at,
            "expires": each.expires_at,
        }
        for each in found
        if area.get(each.feed) == each.area
    ]
    listened = [FeedCode(code) for code in sorted(area) if code not in FORECASTS]
    rows = await turn.session.scalars(select(Feed.code).where(Feed.code.in_(FORECASTS)))
    read = set(rows)  # one that needs a key is no failure where there is none
    listened += [code for code in FORECASTS if code in read and place_for(area, code) is not None]
    feeds = [await _feed(turn, code, place_for(area, code) or "") for code in listened]
    turn.say("warning.now", alerts=alerts, feeds=feeds)


def _name(turn: Turn, alert: Alert) -> str:
    """In the reader's language where its source, or a notice that it may call for, has it so."""
    said = alert.headline.get(turn.language)
    if said:
        return str(said)
    watched = [
        each
        for each in watches(turn.notices, turn.community.region)
        if each.rule.concerns(alert.feed, alert.event)
    ]
    if watched:
        nearest = min(
            watched, key=lambda each: (not each.wants(alert), each.notice.weight is Weight.URGENT)
        )
        return nearest.rule.alert.names[turn.language]
    return next(filter(None, alert.headline.values()), alert.event)


async def _feed(turn: Turn, code: FeedCode, place: str) -> dict[str, object]:
    row = await turn.session.get(Feed, code)
    problem = row.problem if row else None
    return {
        "source": turn.voice.words(f"warning.source_{code.value}", turn.language),
        "place": place,
        "since": row.good_at if row else None,
        "problem": problem and turn.voice.words(f"warning.problem_{problem}", turn.language),
    }
