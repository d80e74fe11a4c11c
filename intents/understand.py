"""Decides what a message means: what is wanted, about what, how urgently, and how sure we are.

Two witnesses are heard. The matcher says which topic's phrases the message is like; the rules
say what its words give away. Danger is decided by the rules first, because a missed fire costs
more than a false alarm; everything else by adding up what both say.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from intents.catalogue import Catalogue
from intents.courtesy import without_courtesy
from intents.language import Language, detect_language
from intents.matcher import Example, Match, Matcher
from intents.normalise import fold
from intents.rules import Reading, Rules
from intents.slots import Slots, slots_in
from intents.topic import Topic
from intents.vocabulary import Category, Hazard, Kind

SURE = 0.6
"""Confidence from which we act without asking back."""
MOST_SUGGESTIONS = 3
MOST_RIVALS = 3

_AS_TAUGHT, _BY_A_RULE_OF_DANGER, _BY_A_FRAME = 0.99, 0.9, 0.85
_LIKENESS_OF_A_TOPIC = 0.34
_LIKENESS_OF_AN_EMERGENCY = 0.62
_ALSO_WITHIN = 0.2
_ALSO_CUES = 0.3
_OTHER_KIND, _LITTLE_LIKENESS, _UNASKED = 0.7, 0.5, 0.8
_NEVER_OVERHEARD = frozenset({Kind.COMPLAINT, Kind.STATUS, Kind.HANDOFF})
_URGENT_KINDS = frozenset({Kind.REQUEST, Kind.COMPLAINT})
_SMALL_TALK = frozenset({Kind.GREETING, Kind.OTHER})
_ENOUGH_FOR_A_SUBJECT = 0.2
_REPEATED_FAILURE, _WANTS_NEWS, _NEIGHBOUR_NOISE, _SUPPOSED = 0.25, 0.1, 0.15, 0.4
# A lamp reported three times is about the lamp, whoever is to blame.
_BLAME = frozenset({Category.STAFF_ATTITUDE, Category.OTHER})
# These are about a thing without being kept as a topic for each thing.
_SUBJECT_BY_WORDS = frozenset({Kind.PRAISE, Kind.STATUS, Kind.GREETING, Kind.HANDOFF, Kind.OTHER})


@dataclass(frozen=True)
class Rival:
    """A topic that was near, too."""

    topic: str
    score: float


@dataclass(frozen=True)
class Evidence:
    """Why we think so: `by` is "rule", "phrase" or "nothing".

    `said` is the words of the message that a rule went by, folded, or the phrase it is like.
    """

    by: str
    said: str
    score: float
    rivals: tuple[Rival, ...] = ()


@dataclass(frozen=True)
class Understanding:
    """What a message means.

    `kinds` are the others that are right too, `suggestions` topics to offer when not `sure`;
    `topic` is None when the kind is plain and no topic is near enough.
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


@dataclass(frozen=True)
class _Verdict:
    """The decision before it is dressed for the caller."""

    kind: Kind
    category: Category
    topic: Topic | None
    confidence: float
    by: str
    said: str
    also: tuple[Kind, ...] = ()


_NOTHING_SAID = _Verdict(Kind.OTHER, Category.OTHER, None, 0.1, "nothing", "")


class Engine:
    """Understands messages against one catalogue; safe to share between threads."""

    def __init__(self, catalogue: Catalogue, rules: Rules | None = None) -> None:
        self._catalogue = catalogue
        self._rules = rules or Rules()
        self._matcher = Matcher(
            Example(topic.id, phrase)
            for topic in catalogue
            for phrases in topic.phrases.values()
            for phrase in phrases
        )

    def understand(self, text: str) -> Understanding:
        """Never raises: what cannot be read is `other`, and not sure."""
        folded = fold(text)
        reading = self._rules.read(folded)
        matches = self._matcher.match(without_courtesy(folded) or folded)
        judge = _Judge(self._catalogue, reading, matches)
        taught = self._matcher.word_for_word(folded)
        if not any(map(str.isalpha, folded)):
            verdict = _NOTHING_SAID
        else:
            verdict = judge.as_taught(taught) if taught else judge.verdict()
        return self._dressed(verdict, reading, matches, folded, detect_language(text))

    def _dressed(
        self,
        verdict: _Verdict,
        reading: Reading,
        matches: Sequence[Match],
        folded: str,
        language: Language | None,
    ) -> Understanding:
        chosen = verdict.topic.id if verdict.topic else None
        rivals = [match for match in matches if match.label != chosen]
        nearest = tuple(Rival(each.label, round(each.score, 3)) for each in rivals[:MOST_RIVALS])
        score = next((match.score for match in matches if match.label == chosen), 0.0)
        return Understanding(
            kind=verdict.kind,
            kinds=verdict.also,
            category=verdict.category,
            urgent=_is_urgent(verdict, reading),
            confidence=round(verdict.confidence, 3),
            sure=verdict.confidence >= SURE,
            topic=chosen,
            hazard=verdict.topic.hazard if verdict.topic else None,
            suggestions=self._suggestions(chosen, matches),
            evidence=Evidence(verdict.by, verdict.said, round(score, 3), nearest),
            slots=slots_in(folded),
            language=language,
        )

    def _suggestions(self, chosen: str | None, matches: Sequence[Match]) -> tuple[str, ...]:
        likely = [chosen] if chosen else []
        likely += [match.label for match in matches if match.label != chosen]
        offered = [each for each in likely if self._catalogue[each].kind not in _SMALL_TALK]
        return tuple(offered[:MOST_SUGGESTIONS])


class _Judge:
    """Weighs what the matcher and the rules say about one message."""

    def __init__(self, catalogue: Catalogue, reading: Reading, matches: Sequence[Match]) -> None:
        self._topics = catalogue
        self._reading = reading
        self._matches = {match.label: match for match in matches}
        self._near = [(catalogue[match.label], match.score) for match in matches]

    def as_taught(self, example: Example) -> _Verdict:
        """A topic's own phrase means the topic, whatever a rule makes of its words."""
        topic = self._topics[example.label]
        wants_news = topic.kind is Kind.COMPLAINT and self._reading.repeated_failure
        also = (Kind.STATUS,) if wants_news else ()
        return _Verdict(topic.kind, topic.category, topic, _AS_TAUGHT, "phrase", example.text, also)

    def verdict(self) -> _Verdict:
        if self._reading.off_topic:
            return self._off_topic()
        if self._reading.hazard:
            return self._danger(self._reading.hazard)
        if not self._near and not self._reading.kinds and not self._reading.subjects:
            return _NOTHING_SAID
        return self._weighed()

    def _off_topic(self) -> _Verdict:
        said = self._reading.said
        cue = said.get("frames.off_topic") or said.get("frames.advertising", "")
        topic = self._best(Kind.OTHER, None)
        return _Verdict(Kind.OTHER, Category.OTHER, topic, _BY_A_FRAME, "rule", cue)

    def _danger(self, hazard: Hazard) -> _Verdict:
        topics = [topic for topic in self._topics if topic.hazard is hazard]
        topic = max(topics, key=self._likeness_with_subject, default=None)
        also = tuple(
            kind
            for kind in (Kind.COMPLAINT, Kind.STATUS, Kind.QUESTION)
            if self._reading.kinds.get(kind, 0) >= _ALSO_CUES
        )
        category = topic.category if topic else self._subject(Kind.EMERGENCY)
        cue = self._reading.said[f"hazards.{hazard}"]
        return _Verdict(Kind.EMERGENCY, category, topic, _BY_A_RULE_OF_DANGER, "rule", cue, also)

    def _likeness_with_subject(self, topic: Topic) -> float:
        match = self._matches.get(topic.id)
        return (match.score if match else 0.0) + self._reading.subjects.get(topic.category, 0.0)

    def _weighed(self) -> _Verdict:
        kinds = self._kind_scores()
        kind, *others = sorted(kinds, key=lambda each: -kinds[each])
        category = self._subject(kind)
        topic = self._best(kind, None if kind in _SUBJECT_BY_WORDS else category)
        likeness = self._matches[topic.id].score if topic else 0.0
        lead = min(kinds[kind] - kinds[others[0]], self._lead_over_rivals(topic))
        also = tuple(
            each
            for each in others
            if (each in _NEVER_OVERHEARD or kinds[kind] - kinds[each] <= _ALSO_WITHIN)
            and self._reading.kinds.get(each, 0) >= _ALSO_CUES
        )
        if self._reading.repeated_failure and kind is Kind.COMPLAINT:
            also = tuple(dict.fromkeys((*also, Kind.STATUS)))
        confidence = _confidence(kinds[kind], lead, likeness)
        return _Verdict(kind, category, topic, confidence, *self._grounds(kind, topic), also)

    def _kind_scores(self) -> Mapping[Kind, float]:
        reading = self._reading
        scores = {kind: reading.kinds.get(kind, 0.0) for kind in Kind}
        nearest: dict[Kind, float] = {}
        for topic, score in self._near:
            nearest.setdefault(topic.kind, score)  # they come by falling score
        if Kind.QUESTION not in reading.kinds:
            # Whoever asks, asks; topics of questions alone speak of everything.
            nearest[Kind.QUESTION] = _UNASKED * nearest.get(Kind.QUESTION, 0.0)
        for kind, score in nearest.items():
            scores[kind] += score
        if reading.repeated_failure:
            scores[Kind.COMPLAINT] += _REPEATED_FAILURE
            scores[Kind.STATUS] += _WANTS_NEWS
        if {Category.NOISE, Category.NEIGHBOURS} <= reading.subjects.keys():
            # Asked for ever so kindly, it is about what somebody does to somebody.
            scores[Kind.COMPLAINT] += _NEIGHBOUR_NOISE
        if reading.supposed:
            scores[Kind.QUESTION] += _SUPPOSED
        quiet = reading.supposed or reading.denied or reading.over
        if quiet or scores[Kind.EMERGENCY] < _LIKENESS_OF_AN_EMERGENCY:
            del scores[Kind.EMERGENCY]
        return scores

    def _subject(self, kind: Kind) -> Category:
        """The category that topics and words speak for; topics of the kind count for more."""
        likeness: dict[Category, float] = {}
        for topic, score in self._near:
            if topic.kind not in _SUBJECT_BY_WORDS:
                worth = score if topic.kind is kind else _OTHER_KIND * score
                if topic.category in _BLAME and self._names_another_subject(topic.category):
                    worth *= _OTHER_KIND
                likeness[topic.category] = max(worth, likeness.get(topic.category, 0.0))
        weight = _LITTLE_LIKENESS if kind in _SUBJECT_BY_WORDS else 1.0
        scores: dict[Category, float] = dict(self._reading.subjects)
        for category, near in likeness.items():
            scores[category] = scores.get(category, 0.0) + weight * near
        best = max(scores, key=scores.__getitem__, default=Category.OTHER)
        return best if scores.get(best, 0) >= _ENOUGH_FOR_A_SUBJECT else Category.OTHER

    def _lead_over_rivals(self, chosen: Topic | None) -> float:
        """How far ahead of topics that would send somebody else, or somewhere else."""
        if chosen is None or chosen.kind in _SUBJECT_BY_WORDS:
            return 1.0
        rivals = [
            self._likeness_with_subject(topic)
            for topic, _ in self._near
            if topic.kind is chosen.kind
            and (topic.category, topic.team) != (chosen.category, chosen.team)
        ]
        return self._likeness_with_subject(chosen) - max(rivals, default=0.0)

    def _names_another_subject(self, category: Category) -> bool:
        return any(
            named is not category and weight >= _ENOUGH_FOR_A_SUBJECT
            for named, weight in self._reading.subjects.items()
        )

    def _best(self, kind: Kind, category: Category | None) -> Topic | None:
        """The nearest topic of the kind and category, if it is near at all."""
        for topic, score in self._near:
            if score < _LIKENESS_OF_A_TOPIC:
                return None
            if topic.kind is kind and category in (None, topic.category):
                return topic
        return None

    def _grounds(self, kind: Kind, topic: Topic | None) -> tuple[str, str]:
        """Whether a phrase or a cue spoke louder for the kind, and its words."""
        by_phrase = self._matches[topic.id].score if topic else 0.0
        for strength in ("strong", "fair", "slight"):
            cue = self._reading.said.get(f"kinds.{kind}.{strength}")
            if cue and self._reading.kinds.get(kind, 0.0) > by_phrase:
                return "rule", cue
        if topic:
            return "phrase", self._matches[topic.id].phrase
        return "nothing", ""


def _confidence(score: float, lead: float, likeness: float) -> float:
    return 1 / (1 + math.exp(-(5.0 * (score - 0.55) + 4.0 * (lead - 0.1) + 1.5 * (likeness - 0.4))))


def _is_urgent(verdict: _Verdict, reading: Reading) -> bool:
    if verdict.kind is Kind.EMERGENCY:
        return True
    if verdict.kind not in _URGENT_KINDS:
        return False
    return reading.urgent or (verdict.topic is not None and verdict.topic.urgent)
