"""Who hears how a drill went: its topic, and whoever began it."""

from datetime import timedelta

from bot.desk import Desk
from bot.tickets import cards, drills, news
from bot.tickets.clocks import DRILL_LONGEST
from bot.tickets.drills import Report
from db.models import Ticket
from db.vocabulary import Language


async def watch(desk: Desk, ticket: Ticket) -> None:
    """One that was forgotten ends by itself."""
    if not ticket.drill or desk.now < ticket.opened_at + DRILL_LONGEST:
        return
    report = await drills.end(desk, ticket, None)
    if report is not None:
        await ended(desk, ticket, report, forgotten=True)


async def ended(desk: Desk, ticket: Ticket, report: Report, *, forgotten: bool) -> None:
    """`forgotten`: nobody ended it, the clock did."""
    await cards.show(desk, ticket)
    language = desk.community.language
    await news.post(
        desk,
        ticket,
        "drill.report",
        forgotten=forgotten,
        lasted=_stopwatch(report.lasted),
        went=_went(report, language),
        unanswered=[each.called(language) for each in report.unanswered],
    )
    await news.shut_room(desk, ticket)
    language = ticket.reporter.language
    news.tell_owner(
        desk,
        ticket,
        "drill.report",
        forgotten=forgotten,
        lasted=_stopwatch(report.lasted),
        went=_went(report, language),
        unanswered=[each.called(language) for each in report.unanswered],
    )


def _went(report: Report, language: Language) -> list[dict[str, str]]:
    return [
        {"name": person.called(language), "after": _stopwatch(after)}
        for person, after in report.went
    ]


def _stopwatch(passed: timedelta) -> str:
    """Minutes and seconds, of a long one the hours as well."""
    minutes, seconds = divmod(int(passed.total_seconds()), 60)
    hours, rest = divmod(minutes, 60)
    return f"{hours}:{rest:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
