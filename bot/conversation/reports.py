"""What became of a letter to many: in figures, and as a file with a line for each reader."""

import html
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.buttons import Action, Press, Rows, button
from bot.conversation import proof
from bot.conversation.turn import Turn
from bot.desk import Desk
from db.models import Broadcast
from db.vocabulary import Acknowledgement, DeliveryState, Language, ReachedBy
from reminders import broadcast, scheduling
from reminders.broadcast import Trouble
from reminders.printing.roll_order import RollOrder, local
from reminders.printing.tables import Cells, CsvTable, Frame, Workbook

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
    letter = letter_in(sent, language)
    lines = [line.strip() for line in letter.splitlines() if line.strip()]
    if sent.occasion is not None:
        return _plain(lines[0])
    titled = sent.framed or sent.meeting_id is not None  # its first line says which it is
    said = next((each for each in lines if titled or not _HEADING.fullmatch(each)), lines[0])
    return _cut(_plain(said))


def letter_in(sent: Broadcast, language: Language) -> str:
    """Whole, in that language where it was written in it."""
    return sent.texts.get(language.value) or next(iter(sent.texts.values()))


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
    after = await scheduling.next_of(desk.session, done)
    return {
        **asdict(report),
        "again_at": after and after.send_at,
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
    """`REPORT_FILE`: everybody it was for, as a workbook or as CSV, made on its way."""
    row, suffix = press.number(0), press.word(1)
    sent = await turn.session.get(Broadcast, row) if row else None
    ours = sent is not None and sent.community_id == turn.community.id and turn.manages_here
    if sent is None or not ours:
        turn.notify("common.not_yours", alert=True)
        return
    if sent.confirmed_at is None or suffix not in (CsvTable.suffix, Workbook.suffix):
        turn.notify("common.stale")
        return
    order = RollOrder(
        sent.id,
        turn.language,
        turn.community.timezone,
        sent.asks,
        f"notice-{sent.id}.{suffix}",
        _words(turn),
        await _frame(turn, sent, suffix),
    )
    turn.say(
        "broadcast.report_file",
        extra={"document": {"table": order.to_json()}},
        title=opening_words(sent, turn.language),
    )


async def _frame(turn: Turn, sent: Broadcast, suffix: str) -> Frame:
    columns = ["unit", "name", "speaks", "result", "why", "settled"]
    if sent.asks:
        columns += ["answer", "answered", "reached"]
    return Frame(
        suffix,
        turn.voice.words("broadcast.sheet_summary", turn.language),
        await _summary(turn, sent),
        turn.voice.words("broadcast.sheet_people", turn.language),
        [turn.voice.words(f"broadcast.column_{each}", turn.language) for each in columns],
    )


def _words(turn: Turn) -> dict[str, str]:
    """What stands in the columns, worded once for all lines."""
    names = [
        *(f"copy_{each.value}" for each in DeliveryState),
        *(f"trouble_{each.value}" for each in Trouble),
        *(f"said_{each.value}" for each in Acknowledgement),
        *(f"reached_{each.value}" for each in ReachedBy),
    ]
    words = {each: turn.voice.words(f"broadcast.{each}", turn.language) for each in names}
    for each in Language:
        label = f"buttons.read_{each.name.lower()}"
        words[each.value] = turn.voice.words(label, turn.language)
    return words


async def _summary(turn: Turn, sent: Broadcast) -> list[Cells]:
    language = turn.language
    report = await broadcast.report(turn.session, sent.id)
    troubles = await broadcast.troubles(turn.session, sent.id)

    def words(name: str) -> str:
        return turn.voice.words(f"broadcast.{name}", language)

    rows: list[Cells] = [
        (turn.community.name(language), opening_words(sent, language)),
        (words("column_whom"), await proof.whom(turn, sent, language)),
        (words("column_at"), local(sent.confirmed_at, turn.community.timezone)),
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
