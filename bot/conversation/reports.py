"""What became of a letter to many: in figures, and as a file with a line for each reader."""

import asyncio
import html
import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.buttons import Action, Press, Rows, button
from bot.conversation import proof
from bot.conversation.turn import Turn
from bot.desk import Desk
from db.models import Broadcast
from db.vocabulary import Acknowledgement, DeliveryState, Language, ReachedBy
from reminders import broadcast, enclosures
from reminders.audience import Audience
from reminders.broadcast import Copy, Trouble
from reminders.printing.tables import Cells, CsvTable, Table, Workbook

_MOST_NAMES = 60
_OPENING = 36
"""Characters of a letter that say which one it is."""

_NOT_IN_HAND = (DeliveryState.UNREACHABLE, DeliveryState.FAILED, DeliveryState.IN_DOUBT)
_TAGS = re.compile(r"<[^>]+>")
_HEADING = re.compile(r"\W*<b>.*</b>\s*")
"""A line that is the frame's, not the writer's."""


def opening_words(sent: Broadcast, language: Language) -> str:
    """How it begins, in the reader's language where it was written in that; of a seasonal
    reminder its title."""
    letter = sent.texts.get(language) or next(iter(sent.texts.values()))
    lines = [line.strip() for line in letter.splitlines() if line.strip()]
    if sent.occasion is not None:
        return _plain(lines[0])
    titled = sent.meeting_id is not None  # its first line is the writer’s own
    said = next((each for each in lines if titled or not _HEADING.fullmatch(each)), lines[0])
    return _cut(_plain(said))


def _plain(line: str) -> str:
    return html.unescape(_TAGS.sub("", line)).strip()


def _cut(words: str) -> str:
    """Between two words where they are parted by spaces."""
    if len(words) <= _OPENING:
        return words
    whole, _, rest = words[: _OPENING + 1].rpartition(" ")
    is_near = len(rest) < _OPENING // 2
    return (whole if whole and is_near else words[:_OPENING]).rstrip() + "…"


def below_report(sent: Broadcast, figures: Mapping[str, Any]) -> Rows:
    """To put it right, where anybody has it; and the list of everybody, as a file."""
    correct = (button("correct", Action.CORRECT, sent.id),)
    return (
        *((correct,) if figures["sent"] else ()),
        (
            button("report_xlsx", Action.REPORT_FILE, sent.id, Workbook.suffix),
            button("report_csv", Action.REPORT_FILE, sent.id, CsvTable.suffix),
        ),
    )


async def report_figures(desk: Desk, done: Broadcast, language: Language) -> dict[str, Any]:
    """How many got it, how many did not and why, and whom to tell in another way."""
    report = await broadcast.report(desk.session, done.id)
    names: list[str] = []
    for state in _NOT_IN_HAND:
        names += await broadcast.unreachable_names(desk.session, done.id, language, state)
    troubles = await broadcast.troubles(desk.session, done.id)
    return {
        **asdict(report),
        "asks": done.asks,
        "why": {
            state.value: [
                {"said": desk.voice.words(f"broadcast.trouble_{each.value}", language), "n": count}
                for each, count in troubles.get(state, {}).items()
            ]
            for state in (DeliveryState.UNREACHABLE, DeliveryState.FAILED)
        },
        "names": names[:_MOST_NAMES],
        "more": max(len(names) - _MOST_NAMES, 0),
    }


async def send_file(turn: Turn, press: Press) -> None:
    """`REPORT_FILE`: everybody it was for, as a workbook or as CSV."""
    row, suffix = press.number(0), press.word(1)
    sent = await turn.session.get(Broadcast, row) if row else None
    ours = sent is not None and sent.community_id == turn.community.id and turn.manages_here
    if sent is None or not ours:
        turn.notify("common.not_yours", alert=True)
        return
    if sent.confirmed_at is None or suffix not in (CsvTable.suffix, Workbook.suffix):
        turn.notify("common.stale")
        return
    words = _Words.of(turn, sent)
    table = await _table(turn, sent, suffix, words)
    async for part in broadcast.roll(turn.session, sent, turn.language):
        # away from the loop: others are served while 5,000 lines are written
        await asyncio.to_thread(table.add, [words.line(each) for each in part])
    content = await asyncio.to_thread(table.content)
    kept = await enclosures.keep(
        turn.session,
        f"notice-{sent.id}.{table.suffix}",
        content,
        turn.now,
        days=enclosures.LIST_DAYS,
    )
    turn.say(
        "broadcast.report_file",
        extra={"document": {"enclosure": kept}},
        title=opening_words(sent, turn.language),
    )


async def _table(turn: Turn, sent: Broadcast, suffix: str, words: "_Words") -> Table:
    if suffix == CsvTable.suffix:
        return CsvTable(words.header)
    summary = turn.voice.words("broadcast.sheet_summary", turn.language)
    lines = turn.voice.words("broadcast.sheet_people", turn.language)
    return Workbook((summary, await _summary(turn, sent)), (lines, words.header))


async def _summary(turn: Turn, sent: Broadcast) -> list[Cells]:
    language, zone = turn.language, ZoneInfo(turn.community.timezone)
    report = await broadcast.report(turn.session, sent.id)
    troubles = await broadcast.troubles(turn.session, sent.id)

    def words(name: str) -> str:
        return turn.voice.words(f"broadcast.{name}", language)

    rows: list[Cells] = [
        (turn.community.name(language), opening_words(sent, language)),
        (words("column_whom"), await _whom(turn, sent)),
        (words("column_at"), _local(sent.confirmed_at, zone)),
        (words("column_total"), report.total),
    ]
    counts = {
        DeliveryState.SENT: report.sent,
        DeliveryState.UNREACHABLE: report.unreachable,
        DeliveryState.FAILED: report.failed,
        DeliveryState.IN_DOUBT: report.in_doubt,
        DeliveryState.WAITING: report.waiting,
    }
    for state, count in counts.items():
        rows.append((words(f"copy_{state.value}"), count))
        rows += [
            (f"　{words(f'trouble_{each.value}')}", n)
            for each, n in troubles.get(state, {}).items()
        ]
    if sent.asks:
        rows.append((words("said_understood"), report.understood))
        rows.append((words("said_needs_help"), report.needs_help))
    return rows


async def _whom(turn: Turn, sent: Broadcast) -> str:
    return await proof.audience_words(turn, Audience.from_json(sent.audience), turn.language)


def _local(moment: datetime | None, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M") if moment else ""


class _Words:
    """The columns, and what stands in them, worded once for all lines."""

    def __init__(self, said: Mapping[str, str], zone: ZoneInfo, *, asks: bool) -> None:
        self._said, self._zone, self._asks = said, zone, asks

    @classmethod
    def of(cls, turn: Turn, sent: Broadcast) -> "_Words":
        names = [
            *(f"column_{each}" for each in ("unit", "name", "speaks", "result", "why", "settled")),
            *(f"column_{each}" for each in ("answer", "answered", "reached")),
            *(f"copy_{each.value}" for each in DeliveryState),
            *(f"trouble_{each.value}" for each in Trouble),
            *(f"said_{each.value}" for each in Acknowledgement),
            *(f"reached_{each.value}" for each in ReachedBy),
        ]
        said = {each: turn.voice.words(f"broadcast.{each}", turn.language) for each in names}
        for each in Language:
            label = f"buttons.read_{each.name.lower()}"
            said[each.value] = turn.voice.words(label, turn.language)
        return cls(said, ZoneInfo(turn.community.timezone), asks=sent.asks)

    @property
    def header(self) -> list[str]:
        columns = ["unit", "name", "speaks", "result", "why", "settled"]
        if self._asks:
            columns += ["answer", "answered", "reached"]
        return [self._said[f"column_{each}"] for each in columns]

    def line(self, each: Copy) -> list[str]:
        said = self._said
        line = [
            " ".join(each.units),
            each.name,
            said[each.speaks.value],
            said[f"copy_{each.state.value}"],
            said[f"trouble_{each.trouble.value}"] if each.trouble else "",
            _local(each.settled_at, self._zone),
        ]
        if self._asks:
            line += [
                said[f"said_{each.answer.value}"] if each.answer else "",
                _local(each.answered_at, self._zone),
                said[f"reached_{each.reached_by.value}"] if each.reached_by else "",
            ]
        return line
