"""Random words take the time they take: a slow machine breaks no promise."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
