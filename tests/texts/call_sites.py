"""Where the code names a text, and which values it gives there: read from the source."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import bot
from bot.texts import FOLDER
from db.vocabulary import Language
from intents.mistakes import Flaw
from reminders.broadcast import Report
from reminders.convening import Tally
from tests.texts.mistakes import told_with

_SOURCE = Path(bot.__file__).parent

_SHELVES = "|".join(sorted(path.stem for path in (FOLDER / Language.HANT).glob("*.j2")))
_NAME = re.compile(rf"(?:{_SHELVES})\.[a-z_0-9]+")
_PREFIX = re.compile(rf"(?:{_SHELVES})\.")

_ABOUT_A_TICKET = frozenset(
    {"number", "title", "kind", "state", "place", "said", "accountable", "assignee", "team"}
) | {"owner", "speaks"}
"""What `bot.tickets.description.values` gives."""

_GIVES_THE_TICKET = frozenset({"post", "tell_owner", "cancelled", "answer_desk", "tell_desk"})
"""Functions that add those values themselves."""

_PASSED_ON = {
    "offer": frozenset({"name"}),
    "_change": _ABOUT_A_TICKET | {"by"},
    "_tell_managers": frozenset({"title", "due", "why"}),
    "_ask": _ABOUT_A_TICKET,
    "_ask_to_read": frozenset({"by", "title", "due"}),
    "pass_on": _ABOUT_A_TICKET | {"by", "edited", "words"},
    "_tell_everybody": frozenset({"building", "matter", "starts", "ends"}),
    "_tell_manager": frozenset({"building", "matter", "starts", "ends"}),
    "_in_every_language": frozenset({"building", "matter", "starts", "ends"}),
    "in_every_language": frozenset({"title", "place", "agenda", "meets", "ends", "kind_code"}),
    "_say_in_room": _ABOUT_A_TICKET | {"by", "building", "matter", "lead"},
}
"""Functions that are handed a text's name and give its values themselves."""

_NOT_VALUES = frozenset(
    {"buttons", "ticket", "priority", "extra", "silent", "reply", "alert", "pin", "reply_to"}
) | {"origin", "original", "key", "not_before"}


@dataclass(frozen=True)
class CallSite:
    """One place that names a text; `name` may hold a * for what is filled in while running."""

    name: str
    values: frozenset[str]
    is_toast: bool
    where: str

    def names(self, text: str) -> bool:
        return re.fullmatch(re.escape(self.name).replace(r"\*", "[a-z_0-9]+"), text) is not None


def call_sites() -> list[CallSite]:
    return [site for path in sorted(_SOURCE.rglob("*.py")) for site in _sites_in(path)]


def _sites_in(path: Path) -> Iterator[CallSite]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            where = f"{path.relative_to(_SOURCE.parent)}:{node.lineno}"
            for name in _named(node):
                yield CallSite(name, _values(node), _callee(node) == "notify", where)


def _named(call: ast.Call) -> Iterator[str]:
    """The texts among the arguments: plain, chosen by an `if`, or an f-string."""
    if _callee(call) in ("button", "Entry"):
        yield f"buttons.{_text(call.args[0])}"
    if _callee(call) == "Button" and _NAME.fullmatch(_text(call.args[0]) or ""):
        yield _text(call.args[0]) or ""
    if _callee(call) in ("button", "Button"):
        return
    for argument in (*call.args, *(each.value for each in call.keywords)):
        branches = (
            [argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [argument]
        )
        for branch in branches:
            text = _text(branch)
            if text and (_NAME.fullmatch(text) or ("*" in text and _PREFIX.match(text))):
                yield text


def _text(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = (_text(part) if isinstance(part, ast.Constant) else "*" for part in node.values)
        return "".join(part or "" for part in parts)
    return None


_OF_A_MISTAKE = frozenset().union(*map(told_with, Flaw))
"""What `Wrong.values` gives; which of them goes by the flaw."""
_ABOUT_AN_INCIDENT = frozenset({"building", "matter", "lead", "starts", "ends"})
"""What `bot.tickets.incident_card.matter` gives, and for works `bot.tickets.works.matter`."""

_REPORTED = frozenset(
    {"reports", "homes", "more_homes", "newest", "joined", "fixed", "not_fixed", "waiting"}
)
"""And what that card is drawn with."""

_ABOUT_A_MEETING = frozenset({"title", "place", "agenda", "meets", "ends", "kind_code"})
"""What `bot.conversation.meeting_letters.matter` gives."""

_TALLIED = frozenset({"state_code", "minuted", "silent", *(each.name for each in fields(Tally))})
"""And what the card of a meeting is drawn with."""

_FIGURES = frozenset(
    {"names", "more", "why", "asks", "again_at", *(each.name for each in fields(Report))}
)
"""What `reports.report_figures` gives."""


def _values(call: ast.Call) -> frozenset[str]:
    callee = _callee(call)
    named = {each.arg for each in call.keywords if each.arg} - _NOT_VALUES
    spread = " ".join(ast.unparse(each.value) for each in call.keywords if each.arg is None)
    if "figures" in spread:
        named |= _FIGURES
    if "timing(" in spread:
        named |= {"send_at", "morning", "again"}
    if "wrong.values" in spread:
        named |= _OF_A_MISTAKE
    if "about" in spread:
        named |= _ABOUT_AN_INCIDENT
    if "meeting_letters" in spread:
        named |= _ABOUT_A_MEETING
    if "_standing" in spread:
        named |= _ABOUT_A_MEETING | _TALLIED
    if "reported" in spread:
        named |= _REPORTED
    if callee in _GIVES_THE_TICKET or "values(" in spread or "given" in spread:
        named |= _ABOUT_A_TICKET
    return frozenset(named) | _PASSED_ON.get(callee, frozenset())


def _callee(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""
