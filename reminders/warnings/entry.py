"""A line of a feed that lists warnings, and says by a link where the whole of one is."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Entry:
    """Several may bear one identifier: each part of a warning has a file."""

    identifier: str
    event: str
    """What kind it is; or a title in which that is named."""
    link: str
    expires_at: datetime | None = None
    """None where the feed gives none that can be read; the CAP file gives it again."""
