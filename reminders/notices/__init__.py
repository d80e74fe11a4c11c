"""The seasonal notices: what is said at which time of the year, one notice a file.

`fire.kitchen.yaml` is the notice `fire.kitchen`. To add one, copy its nearest neighbour.
"""

from db.vocabulary import Theme
from reminders.notices.rendering import render, title
from reminders.notices.shape import Notice, NoticeText, Schedule
from reminders.notices.shelf import FOLDER, Notices, NoticesError

__all__ = [
    "FOLDER",
    "Notice",
    "NoticeText",
    "Notices",
    "NoticesError",
    "Schedule",
    "Theme",
    "render",
    "title",
]
