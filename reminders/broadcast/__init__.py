"""One text to many people: drafted, confirmed once, snapshot of the audience, report.

A hundred thousand copies are written by the database itself, in a statement per language.
"""

from reminders.broadcast.drafting import draft, seal
from reminders.broadcast.readers import read_in
from reminders.broadcast.reporting import Report, report, troubles, unreachable_names
from reminders.broadcast.roll import Copy, roll
from reminders.broadcast.sending import confirm, media_in
from reminders.broadcast.stopping import CANCELLED, SOME_SETTLED, cancel, finish, settled
from reminders.broadcast.trouble import Trouble

__all__ = [
    "CANCELLED",
    "SOME_SETTLED",
    "Copy",
    "Report",
    "Trouble",
    "cancel",
    "confirm",
    "draft",
    "finish",
    "media_in",
    "read_in",
    "report",
    "roll",
    "seal",
    "settled",
    "troubles",
    "unreachable_names",
]
