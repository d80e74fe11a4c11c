"""The seasonal notices: what is said at which time of the year, one notice a file.

`fire.kitchen.yaml` is the notice `fire.kitchen`. To add one, copy its nearest neighbour.
"""

from db.vocabulary import Theme
from reminders.notices.rendering import render, title
from reminders.notices.shape import ApprovalMode, Late, Notice, NoticeText, Readers, Schedule
from reminders.notices.shelf import FOLDER, Notices, NoticesError

__all__ = [
    "FOLDER",
    "ApprovalMode",
    "Late",
    "Notice",
    "NoticeText",
    "Notices",
    "NoticesError",
    "Readers",
    "Schedule",
    "Theme",
    "render",
    "title",
]
