"""Files that somebody writes while the program runs: noticed, read again, and proofread."""

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bot import faq
from db.models import Community
from intents import Catalogue, CatalogueError, Flaw, Mistake, Sources, Topic
from intents.catalogue import TopicFile
from intents.check import check_sources
from intents.mistakes import wrong
from intents.sources import HOME, Stamp, stamp

_log = logging.getLogger(__name__)


class Watch:
    """Sees that files were written since they were read."""

    def __init__(self, sources: Sources, home: Path = HOME) -> None:
        self._home = home
        self._known: str | None = sources.digest
        self._before: Stamp | None = None
        self._seen: Stamp | None = None

    def news(self) -> Sources | None:
        """What the files say now, where that is not what was last told; else None.

        Looks at names, sizes and times, and reads only where those have changed and stayed the
        same from one look to the next: whoever saves a file, or a dozen, may not be done yet.
        """
        now = stamp(self._home)
        rests, self._before = now == self._before, now
        if not rests or now == self._seen:
            return None
        try:
            sources = Sources.read(self._home)
        except OSError as error:
            _log.warning("the files cannot be read again: %s", error)
            self._seen = now
            return None
        if stamp(self._home) != now:
            return None
        self._seen = now
        if sources.digest == self._known:
            return None
        self._known = sources.digest
        return sources

    def tell_again(self) -> None:
        """What was told last could not be dealt with."""
        self._known = self._seen = None


def proofread(sources: Sources, before: Catalogue, communities: Sequence[Community]) -> Catalogue:
    """The topics of the files. Raises CatalogueError with all that is wrong with any of them.

    An answer that was not the same `before` has to be sayable in every community.
    """
    with TemporaryDirectory(prefix="guanjia-") as folder:
        home = Path(folder) / "home"
        sources.write(home)
        catalogue = check_sources(home)
        written = [topic for topic in catalogue if topic.answer != _answer(topic, before)]
        unsayable = [_placed(home, each) for each in faq.unsayable(written, communities)]
    if unsayable:
        raise CatalogueError(unsayable)
    return catalogue


def _answer(topic: Topic, before: Catalogue) -> Mapping[str, str]:
    known = before.topics.get(topic.id)
    return known.answer if known else {}


def _placed(home: Path, found: faq.Unsayable) -> Mistake:
    what = wrong(
        f"answer.{found.language.value}",
        Flaw.UNSAYABLE,
        community=found.community.code,
        problem=found.problem,
    )
    return TopicFile(home / "topics" / f"{found.topic.id}.yaml").at(what)
