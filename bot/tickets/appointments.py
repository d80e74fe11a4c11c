"""Which moment an appointment is for, as somebody of the staff wrote it."""

from datetime import datetime

from intents.times import When


def appointment_in(when: When | None, now: datetime) -> datetime | None:
    """In now's zone; None where no hour was said, or more than one could be meant."""
    if when is None or when.is_past or when.either_half or when.bound is not None:
        return None
    if when.start is None and when.shift is None:
        return None
    meant = when.resolve(now)
    return meant[0] if meant and meant[0] > now else None
