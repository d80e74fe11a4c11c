"""`/warnings`: which official warnings are in force here, and how their sources do."""

from sqlalchemy import select

from bot.conversation.turn import Turn
from db.models import Alert, Feed
from db.vocabulary import AlertState, FeedCode, Language


async def show(turn: Turn) -> None:
    area = turn.community.area
    found = await turn.session.scalars(
        select(Alert).where(Alert.state == AlertState.IN_FORCE).order_by(Alert.issued_at, Alert.id)
    )
    alerts = [
        {
            "name": each.headline.get(Language.HANT, "") or each.event,
            "place": each.area,
            "since": each.issued_at,
            "expires": each.expires_at,
        }
        for each in found
        if area.get(each.feed) == each.area
    ]
    feeds = [await _feed(turn, FeedCode(code), place) for code, place in sorted(area.items())]
    turn.say("warning.now", alerts=alerts, feeds=feeds)


async def _feed(turn: Turn, code: FeedCode, place: str) -> dict[str, object]:
    row = await turn.session.get(Feed, code)
    problem = row.problem if row else None
    return {
        "source": turn.voice.words(f"warning.source_{code.value}", turn.language),
        "place": place,
        "since": row.good_at if row else None,
        "problem": problem and turn.voice.words(f"warning.problem_{problem}", turn.language),
    }
