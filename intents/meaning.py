"""What a message was understood to mean: the engine's answer, and why."""

from dataclasses import dataclass, field

from intents.language import Language
from intents.slots import Slots
from intents.vocabulary import Category, Hazard, Kind


@dataclass(frozen=True)
class Rival:
    """A topic that was near, too."""

    topic: str
    score: float


@dataclass(frozen=True)
class Evidence:
    """Why we think so.

    `by` is "phrase" (an example like it), "rule" (a cue of rules.yaml), "words" (what the
    message's own words are known to mean) or "nothing". `said` is that example, or those words
    of the message, folded. `score` is how near the example is, from 0 to 1.
    """

    by: str
    said: str
    score: float
    rivals: tuple[Rival, ...] = ()


@dataclass(frozen=True)
class Wish:
    """One of several things that one message wants, in the owner's own words."""

    text: str
    kind: Kind
    category: Category
    urgent: bool
    confidence: float
    topic: str | None = None


@dataclass(frozen=True)
class Understanding:
    """What a message means.

    `confidence` is the probability, from 0 to 1, that `kind` is right: fitted on unseen samples,
    see `python -m intents report`; 0.99 for a phrase word for word, and never below the bar of
    an emergency where one is believed. `sure`: high enough to act without asking back, given what a
    mistake would cost. `kinds` are the others that are right too, `suggestions` topics to offer
    when not sure; `topic` is None when the kind is plain and no topic is near enough.
    `wishes` has two or more entries where the message holds several that each deserve an offer
    of their own, and is empty otherwise. `doubtful` is a danger that the words may or may not
    mean: one question settles it, and `kind` is the best guess without it. `refers_back`: it
    speaks of something reported before ("still not fixed", 上次說的).
    """

    kind: Kind
    category: Category
    urgent: bool
    confidence: float
    sure: bool
    evidence: Evidence
    kinds: tuple[Kind, ...] = ()
    topic: str | None = None
    hazard: Hazard | None = None
    suggestions: tuple[str, ...] = ()
    slots: Slots = field(default_factory=Slots)
    language: Language | None = None
    wishes: tuple[Wish, ...] = ()
    doubtful: Hazard | None = None
    refers_back: bool = False
