"""One text to many people: drafted, confirmed once, snapshot of the audience, report.

A hundred thousand copies are written by the database itself, in a statement per language.
"""

from reminders.broadcast.drafting import draft, seal
from reminders.broadcast.readers import read_in
from reminders.broadcast.reporting import Report, report, unreachable_names
from reminders.broadcast.sending import confirm, media_in
from reminders.broadcast.stopping import CANCELLED, cancel, finish_done

__all__ = [
    "CANCELLED",
    "Report",
    "cancel",
    "confirm",
    "draft",
    "finish_done",
    "media_in",
    "read_in",
    "report",
    "seal",
    "unreachable_names",
]
