"""What managers hear of official warnings: a notice that is ready, taken back, out already; and of
feeds that cannot be read."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncSession

from bot.buttons import Action, Rows, button
from bot.conversation import prepared
from bot.conversation.plan_list import title_of
from bot.post import Mailbag, Voice
from bot.texts import Texts
from db import people
from db.models import Community, Feed, Occurrence, Person
from db.vocabulary import FeedCode, Language, OccurrenceState, Prepared
from reminders.notices import Notices
from reminders.warnings.calling import Call, Turn
from reminders.warnings.expecting import Outlook
from reminders.warnings.places import FORECASTS, place_for


class WeatherNews:
    """Letters to managers, each owed once however often it is written."""

    def __init__(self, texts: Texts, notices: Notices) -> None:
        self._texts = texts
        self._notices = notices

    async def tell(
        self, session: AsyncSession, community: Community, call: Call, now: datetime
    ) -> None:
        # What comes or goes again is news again. That it is over is called for an hour long.
        ended = call.alert.ended_at if call.turn is Turn.OVER else None
        which = f"{call.occurrence.id}:{ended or now:%Y%m%dT%H%M%S}"
        bag = self._bag(community, f"weather:{call.turn.value}:{which}", now)
        for manager in await people.managers_of(session, community.id):
            self._tell_one(bag, manager, call)
        await bag.drop(session)

    def _tell_one(self, bag: Mailbag, manager: Person, call: Call) -> None:
        row, alert, language = call.occurrence, call.alert, manager.language
        name = call.watch.rule.alert.names[language]
        title = title_of(self._notices, row, bag.voice.community, language)
        match call.turn:
            case Turn.CALLED:
                bag.tell(
                    manager,
                    "warning.called",
                    buttons=_decide(row),
                    silent=row.due_at > bag.now,  # what waits for the morning wakes nobody
                    name=name,
                    source=self._source(bag, alert.feed, language),
                    said=alert.headline.get(language, ""),
                    risen=call.risen,
                    waits=_waits(bag, row, title, language),
                )
            case Turn.WITHDRAWN:
                bag.tell(
                    manager,
                    "warning.withdrawn",
                    name=name,
                    title=title,
                    still=call.risen,
                    instead=call.left,
                )
            case Turn.BACK:
                bag.tell(manager, "warning.back", name=name, title=title)
            case Turn.OVER:
                bag.tell(
                    manager,
                    "warning.over",
                    buttons=_say_over(row),
                    name=name,
                    title=title,
                    words=Markup(prepared.words(bag.voice, Prepared.OVER, language, title)),
                )

    async def tell_outlook(
        self, session: AsyncSession, community: Community, outlook: Outlook, now: datetime
    ) -> None:
        row, forecast = outlook.occurrence, outlook.forecast
        cause = f"weather:{outlook.turn.value}:{row.id}:{now:%Y%m%dT%H}"
        bag = self._bag(community, cause, now)
        for manager in await people.managers_of(session, community.id):
            title = title_of(self._notices, row, community, manager.language)
            if forecast is None:
                bag.tell(manager, "warning.no_more_expected", silent=True, title=title)
                continue
            bag.tell(
                manager,
                "warning.expected",
                buttons=_decide(row),
                silent=row.due_at > now,
                source=self._source(bag, forecast.feed, manager.language),
                metric=forecast.metric.value,
                degrees=round(forecast.value),
                day=datetime.combine(forecast.day, time(12), ZoneInfo(community.timezone)),
                waits=_waits(bag, row, title, manager.language),
            )
        await bag.drop(session)

    async def tell_down(
        self, session: AsyncSession, feed: Feed, since: datetime | None, now: datetime
    ) -> None:
        """It has failed for long enough; `since` it could last be read, if ever."""
        for community in await _listeners(session, feed):
            bag = self._bag(community, f"feed_down:{community.id}:{_when(feed, now)}", now)
            for manager in await people.managers_of(session, community.id):
                bag.tell(
                    manager,
                    "warning.feed_down",
                    silent=True,
                    source=self._source(bag, feed.code, manager.language),
                    forecast=feed.code in FORECASTS,
                    problem=bag.voice.words(f"warning.problem_{feed.problem}", manager.language),
                    since=since,
                )
            await bag.drop(session)

    async def tell_well(self, session: AsyncSession, feed: Feed, now: datetime) -> None:
        for community in await _listeners(session, feed):
            bag = self._bag(community, f"feed_well:{community.id}:{_when(feed, now)}", now)
            for manager in await people.managers_of(session, community.id):
                source = self._source(bag, feed.code, manager.language)
                forecast = feed.code in FORECASTS
                bag.tell(
                    manager, "warning.feed_well", silent=True, source=source, forecast=forecast
                )
            await bag.drop(session)

    @staticmethod
    def _source(bag: Mailbag, feed: FeedCode, language: Language) -> str:
        return bag.voice.words(f"warning.source_{feed.value}", language)

    def _bag(self, community: Community, cause: str, now: datetime) -> Mailbag:
        return Mailbag(cause, Voice(self._texts, community, now), now)


async def _listeners(session: AsyncSession, feed: Feed) -> list[Community]:
    return [
        each
        for each in await people.communities(session)
        if place_for(each.area, feed.code) is not None
    ]


def _when(feed: Feed, now: datetime) -> str:
    return f"{feed.code.value}:{now:%Y%m%dT%H%M%S}"


def _say_over(row: Occurrence) -> Rows:
    """One tap: the words are read in the same letter."""
    say = button("tell_over", Action.CORRECT, row.broadcast_id, Prepared.OVER, prepared.AT_ONCE)
    return ((say,),)


def _waits(bag: Mailbag, row: Occurrence, title: str, language: Language) -> Markup:
    """For what it waits, if for anything."""
    said = bag.voice.html(
        "warning.waits",
        language,
        title=title,
        approved=row.state is OccurrenceState.APPROVED,
        unread=row.state is OccurrenceState.APPROVED and row.approved_at is None,
        later=row.due_at > bag.now,
        due=row.due_at,
        expires=row.expires_at,
    )
    return Markup(said)


def _decide(row: Occurrence) -> Rows:
    look = button("look_at_it", Action.OCCURRENCE, row.id)
    if row.state is OccurrenceState.APPROVED:
        return ((look,),)
    return ((button("approve", Action.APPROVE, row.id, row.text_hash[:8]), look),)
