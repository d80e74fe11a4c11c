"""How long is waited for what, whichever ticket it is. Deadlines: `deadlines`, `policy`."""

from datetime import timedelta

CONFIRM_WINDOW = timedelta(days=7)
"""After this long without an answer to "Fixed?" a resolved ticket closes by itself."""

LAST_QUESTION = timedelta(days=6)
"""The day before, the owner is asked once more."""

REOPEN_WINDOW = timedelta(days=14)

ASK_AGAIN = timedelta(days=2)
"""An owner whose answer is waited for is asked once more after so long."""

ANSWER_WINDOW = timedelta(days=7)
"""After so long without it, the ticket closes."""

APPOINTMENT_AHEAD = timedelta(hours=1)
"""Whoever goes to an appointment is reminded so long before."""

APPOINTMENT_GRACE = timedelta(minutes=30)
"""Whoever has not said by then that they are there has missed it."""

HANDOFF_PATIENCE = timedelta(minutes=10)
"""A hand-off that nobody accepts for this long returns to whoever offered it."""

DOUBT_PATIENCE = timedelta(minutes=2)
"""A possible danger about which the owner was asked is the desk's after so long a silence."""

DRILL_LONGEST = timedelta(hours=4)
"""A drill that nobody has ended for so long was forgotten, and ends by itself."""

PAGE_AGAIN = timedelta(minutes=5)
"""An emergency that nobody has acknowledged is paged again, higher up, this often."""

PRESSING_PATIENCE = timedelta(minutes=10)
"""A complaint that cannot wait is told higher up where nobody has taken it for so long."""
