"""Guanjia, the building steward: the application, and the only package that knows the messenger."""

import os

# PTB's waits are timedeltas from here on; without this it warns whenever Telegram asks us to wait.
os.environ.setdefault("PTB_TIMEDELTA", "true")
