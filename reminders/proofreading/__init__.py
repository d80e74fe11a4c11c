"""Proof-reading: twenty rules a reminder keeps, before anybody is asked to approve it.

E blocks, W is advice. Three are kept where the file is read (E04 whole, E17 every language, and of
E03 the number of actions: `notices.shape`), one where letters leave (E16 the approved words are
the words sent: `dispatch`); all others are here. A manager's own words are read by the same eye.
"""

from reminders.proofreading.eye import proofread, words_of
from reminders.proofreading.fault import Fault, Rule
from reminders.proofreading.free_words import BLOCKING, faults_in
from reminders.proofreading.library import Remark, lint, remarks

__all__ = [
    "BLOCKING",
    "Fault",
    "Remark",
    "Rule",
    "faults_in",
    "lint",
    "proofread",
    "remarks",
    "words_of",
]
