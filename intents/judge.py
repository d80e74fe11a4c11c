"""Weighs what the model and the rules say of one text, and decides.

The model says how likely each meaning is; the rules say what the words give away, and the model
has learned what that is worth. Danger is decided apart, because a missed fire costs more than a
false alarm; so is whether to act or to ask, because a wrong greeting costs nothing and a wrong
ticket sends somebody up the stairs.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace

from intents.meaning import Evidence, Rival
from intents.model import Judgement, Model
from intents.normalise import bare, fold
from intents.rules import Reading
from intents.topic import Topic
from intents.vocabulary import Category, Hazard, Kind
from intents.whereabouts import says_only_where

SURE: Mapping[Kind, float] = {
    Kind.REQUEST: 0.5,
    Kind.COMPLAINT: 0.5,
    Kind.QUESTION: 0.5,
    Kind.STATUS: 0.5,
    Kind.PRAISE: 0.5,
    Kind.GREETING: 0.5,
    Kind.HANDOFF: 0.5,
    Kind.OTHER: 0.65,
}
"""The probability from which we act without asking back, by what a mistake costs.

To call a wish small talk loses it, so that asks for more; an emergency is weighed apart.
"""
TOPIC_SURE = 0.4
"""The share of its kind that a topic needs before its answer is given or its team sent."""
ANSWER_SURE = 0.5
"""The probability that a topic needs before its answer is given."""
MOST_SUGGESTIONS = 3
MOST_RIVALS = 3

_WITH_A_CUE, _WITHOUT_A_CUE, _WORTH_A_QUESTION = 0.15, 0.33, 0.2
"""From what probability danger is believed: when a cue names it, when none does, and asked."""
_NO_NEWS = 0.9
"""The same where words name neither a danger nor a thing ("hurry"), or go back to what was said."""
_SUPPOSED_OR_PAST = 0.85
_AS_TAUGHT, _NEARLY_AS_TAUGHT = 0.99, 0.96
_NEARLY_THE_SAME = 0.9
_DENYING = (
    "不",
    "没",
    "冇",
    "无",
    "唔",
    "未",
    "别",
    "莫",
    "not",
    "n't",
    " no ",
    "never",
    "without",
)
_ALSO = 0.5
_LIKE_AN_EXAMPLE = 0.6
_STRANGE, _FAR = 0.25, 0.6

SMALL_TALK = frozenset({Kind.GREETING, Kind.OTHER})
_URGENT_KINDS = frozenset({Kind.REQUEST, Kind.COMPLAINT})
ROUTED = frozenset({Kind.REQUEST, Kind.COMPLAINT, Kind.QUESTION})
# These are about a thing without being kept as a topic for each thing.
_SUBJECT_BY_WORDS = frozenset({Kind.PRAISE, Kind.STATUS, Kind.GREETING, Kind.HANDOFF, Kind.OTHER})
_DANGER_BY_SUBJECT = {
    Category.FIRE_SAFETY: Hazard.FIRE,
    Category.GAS: Hazard.GAS,
    Category.ELEVATOR: Hazard.TRAPPED,
    Category.WATER: Hazard.WATER,
    Category.SEWAGE_DRAIN: Hazard.WATER,
    Category.ELECTRICITY: Hazard.ELECTRIC,
    Category.SECURITY_ACCESS: Hazard.INTRUDER,
    Category.STRUCTURE: Hazard.FALLING,
    Category.GREENING: Hazard.FALLING,
    Category.NEIGHBOURS: Hazard.INTRUDER,
}


@dataclass(frozen=True)
class Verdict:
    """The decision before it is dressed for the caller."""

    kind: Kind
    category: Category
    topic: Topic | None
    confidence: float
    sure: bool
    evidence: Evidence
    also: tuple[Kind, ...] = ()
    urgent: bool = False
    hazard: Hazard | None = None
    doubtful: Hazard | None = None


NOTHING_SAID = Verdict(
    Kind.OTHER, Category.OTHER, None, 0.3, sure=False, evidence=Evidence("nothing", "", 0.0)
)


class Judge:
    """Weighs what the model and the rules say about one text."""

    def __init__(
        self,
        topics: Mapping[str, Topic],
        model: Model,
        reading: Reading,
        folded: str,
        without: Set[str],
        *,
        in_passing: bool = False,
    ) -> None:
        self._in_passing = in_passing
        self._topics = topics
        self._model = model
        self._reading = reading
        self._folded = folded
        self._plain = bare(folded)
        self._without = without
        self._only_where = reading.hazard is None and says_only_where(folded)
        self._judged: Judgement | None = None

    @property
    def _judgement(self) -> Judgement:
        if self._judged is None:
            judged = self._model.judge(
                self._plain, self._reading.marks, in_passing=self._in_passing
            )
            if self._without:
                kept = {id_: p for id_, p in judged.topics.items() if id_ not in self._without}
                judged = replace(judged, topics=kept)
            self._judged = judged
        return self._judged

    def verdict(self, taught: Mapping[str, tuple[str, str]]) -> Verdict:
        if not any(map(str.isalpha, self._folded)):
            return NOTHING_SAID
        known = taught.get(self._plain)
        if known and known[0] not in self._without and not self._is_about_danger(known[0]):
            return self._as_taught(*known)
        if self._is_strange():
            return NOTHING_SAID
        return self._danger() or self._as_good_as_taught() or self._likeliest()

    def _is_about_danger(self, topic_id: str) -> bool:
        """No answer that a manager wrote may stand in the way of a call for help."""
        return self._topics[topic_id].is_own and self._reading.hazard is not None

    def _as_good_as_taught(self) -> Verdict | None:
        """One slip away from a phrase, with nothing denied on one side only."""
        for example, near in self._judgement.nearest[:1]:
            topic_id = self._model.topic_at(example)
            if topic_id is None or near < _NEARLY_THE_SAME or topic_id in self._without:
                return None
            phrase = self._model.texts[example]
            denied = _denials(self._plain) != _denials(bare(fold(phrase)))
            if denied or self._reading.hazard or self._is_about_danger(topic_id):
                return None
            if self._topics[topic_id].kind is Kind.EMERGENCY:
                return None
            said = self._as_taught(topic_id, phrase)
            evidence = replace(said.evidence, score=round(near, 3))
            return replace(said, confidence=_NEARLY_AS_TAUGHT, evidence=evidence)
        return None

    def _as_taught(self, topic_id: str, phrase: str) -> Verdict:
        """A topic's own phrase means the topic, whatever a rule makes of its words."""
        topic = self._topics[topic_id]
        category = topic.category
        if (
            topic.kind in _SUBJECT_BY_WORDS
            and category is Category.OTHER
            and self._reading.subjects
        ):
            category = self._likeliest_category()
        wants_news = topic.kind is Kind.COMPLAINT and self._reading.repeated_failure
        return Verdict(
            kind=topic.kind,
            category=category,
            topic=topic,
            confidence=_AS_TAUGHT,
            sure=not _is_a_remark(topic),
            evidence=Evidence("phrase", phrase, 1.0, self._rivals(topic)),
            also=(Kind.STATUS,) if wants_news else (),
            urgent=topic.urgent or (topic.kind in _URGENT_KINDS and self._reading.urgent),
            hazard=topic.hazard,
        )

    def _is_strange(self) -> bool:
        """Words nobody has taught, like no example: another script, or the cat on the keyboard."""
        nearest = max((near for _, near in self._judgement.nearest), default=0.0)
        return self._judgement.known < _STRANGE and nearest < _FAR and not self._reading.said

    def _danger(self) -> Verdict | None:
        """An emergency, if danger is likely enough given what it would cost to miss it."""
        likely, cue = self._judgement.kinds.get(Kind.EMERGENCY, 0.0), self._reading.hazard
        if self._only_where or likely < self._believed_from():
            return None
        topic = self._emergency_topic(cue)
        category = topic.category if topic else self._likeliest_category()
        hazard = topic.hazard if topic else cue or _DANGER_BY_SUBJECT.get(category, Hazard.MEDICAL)
        evidence = self._evidence(Kind.EMERGENCY, topic)
        if cue:
            evidence = replace(evidence, by="rule", said=self._reading.said[f"hazards.{cue}"])
        return Verdict(
            kind=Kind.EMERGENCY,
            category=category,
            topic=topic,
            confidence=max(likely, _WITHOUT_A_CUE) if cue else likely,
            sure=True,
            evidence=evidence,
            also=self._also(Kind.EMERGENCY),
            urgent=True,
            hazard=hazard,
        )

    def _believed_from(self) -> float:
        """The probability from which danger is believed."""
        if self._quiet() or self._denied():
            return _SUPPOSED_OR_PAST
        if self._reading.hazard:
            return _WITH_A_CUE
        news = bool(self._reading.subjects) and not self._reading.refers_back
        return _WITHOUT_A_CUE if news else _NO_NEWS

    def _quiet(self) -> bool:
        """Danger is supposed or past; or somebody screams at a cockroach."""
        reading = self._reading
        screams = reading.hazard is Hazard.INTRUDER and Category.PEST in reading.subjects
        return reading.supposed or reading.over or reading.off_topic or screams

    def _denied(self) -> bool:
        """All danger that is named is denied; there may be another, so that it is worth asking."""
        named = any(group.startswith("hazards.") for group in self._reading.said)
        return named and self._reading.hazard is None

    def _emergency_topic(self, cue: Hazard | None) -> Topic | None:
        """The likeliest of the hazard that a cue names, else of those the words are about."""
        of_hazard = [
            topic
            for topic in self._topics.values()
            if topic.kind is Kind.EMERGENCY and cue in (None, topic.hazard)
        ]
        likely = self._judgement.topics
        subject = self._judgement.categories
        return max(
            of_hazard,
            key=lambda topic: (
                not self._is_elsewhere(topic),
                likely.get(topic.id, 0.0),
                subject.get(topic.category, 0.0),
            ),
            default=None,
        )

    def _is_elsewhere(self, topic: Topic) -> bool:
        """Who is locked in a bathroom is not in the lift."""
        named = self._reading.subjects
        return topic.category is Category.ELEVATOR and bool(named) and topic.category not in named

    def _likeliest(self) -> Verdict:
        kinds = {Kind(kind): p for kind, p in self._judgement.kinds.items()}
        danger = kinds.pop(Kind.EMERGENCY, 0.0)
        kind = max(kinds, key=kinds.__getitem__)
        category = self._likeliest_category()
        topic, share = self._likeliest_topic(kind, category)
        doubtful = None
        worth_asking = self._reading.hazard or danger >= _WORTH_A_QUESTION
        if worth_asking and not (self._only_where or self._quiet()):
            doubtful = self._reading.hazard or _DANGER_BY_SUBJECT.get(category, Hazard.MEDICAL)
        known_way = self._names_something(kind) and self._knows_the_way(kind, topic, share)
        says_enough = not (self._only_where or _is_a_remark(topic))
        return Verdict(
            kind=kind,
            category=category,
            topic=topic,
            confidence=kinds[kind],
            sure=kinds[kind] >= SURE[kind] and known_way and says_enough,
            evidence=self._evidence(kind, topic),
            also=self._also(kind),
            urgent=kind in _URGENT_KINDS and self._is_urgent(),
            doubtful=doubtful,
        )

    def _knows_the_way(self, kind: Kind, topic: Topic | None, share: float) -> bool:
        """Whose ticket it is; for a question, that this answer and no other is wanted."""
        if kind not in ROUTED:
            return True
        if topic is None or share < TOPIC_SURE:
            return False
        if kind is not Kind.QUESTION:
            return True
        near, _ = self._nearest_example(kind, topic)
        fits = topic.category in self._reading.subjects or near >= _LIKE_AN_EXAMPLE
        return fits and self._judgement.topics.get(topic.id, 0.0) >= ANSWER_SURE

    def _names_something(self, kind: Kind) -> bool:
        """「那個東西怪怪的」 names nothing, and is like nothing: whatever it is, it is a guess."""
        nearest = max((near for _, near in self._judgement.nearest), default=0.0)
        said = self._reading.subjects or (kind not in ROUTED and self._reading.kinds)
        return bool(said) or nearest >= _LIKE_AN_EXAMPLE

    def _is_urgent(self) -> bool:
        return self._judgement.urgent >= _ALSO

    def _likeliest_category(self) -> Category:
        categories = self._judgement.categories
        return Category(max(categories, key=categories.__getitem__))

    def _likeliest_topic(self, kind: Kind, category: Category) -> tuple[Topic | None, float]:
        """The likeliest topic of the kind, and the share of its team (or, asked, of itself)."""
        fits = {
            id_: p for id_, p in self._judgement.topics.items() if self._topics[id_].kind is kind
        }
        if kind not in _SUBJECT_BY_WORDS:
            about_it = [id_ for id_ in fits if self._topics[id_].category is category]
            if about_it or kind is Kind.QUESTION:
                fits = {id_: fits[id_] for id_ in about_it}
        if not fits:
            return None, 0.0
        best = max(fits, key=fits.__getitem__)
        chosen, total = self._topics[best], sum(fits.values())
        same_way = [
            p
            for id_, p in fits.items()
            if id_ == best or (kind is not Kind.QUESTION and self._topics[id_].team is chosen.team)
        ]
        return chosen, sum(same_way) / total if total else 0.0

    def _also(self, first: Kind) -> tuple[Kind, ...]:
        """The other kinds that are right, too, the plainest first."""
        also = {Kind(kind): p for kind, p in self._judgement.also.items() if p >= _ALSO}
        if first is Kind.COMPLAINT and self._reading.repeated_failure:
            also.setdefault(Kind.STATUS, _ALSO)
        return tuple(sorted((kind for kind in also if kind is not first), key=lambda k: -also[k]))

    def _evidence(self, kind: Kind, topic: Topic | None) -> Evidence:
        """The example that is most like the text, else a cue, else the words that tell most."""
        near, example = self._nearest_example(kind, topic)
        rivals = self._rivals(topic)
        if near >= _LIKE_AN_EXAMPLE:
            return Evidence("phrase", example, round(near, 3), rivals)
        for strength in ("strong", "fair"):
            if cue := self._reading.said.get(f"kinds.{kind}.{strength}"):
                return Evidence("rule", cue, round(near, 3), rivals)
        told = self._model.telling(self._plain, kind)
        return Evidence("words" if told else "nothing", " ".join(told), round(near, 3), rivals)

    def _nearest_example(self, kind: Kind, topic: Topic | None) -> tuple[float, str]:
        for example, near in self._judgement.nearest:
            label = self._model.topic_at(example)
            if label in self._without:
                continue
            meant = self._topics.get(label) if label else None
            if meant is topic if topic else self._model.kind_at(example) == kind:
                return near, self._model.texts[example]
        return 0.0, ""

    def _rivals(self, chosen: Topic | None) -> tuple[Rival, ...]:
        likely = self._judgement.topics.items()
        others = [(id_, p) for id_, p in likely if chosen is None or id_ != chosen.id]
        return tuple(Rival(id_, round(p, 3)) for id_, p in others[:MOST_RIVALS])

    def suggestions(self, chosen: Topic | None) -> tuple[str, ...]:
        """Topics to offer where we are not sure, the likeliest first."""
        if self._judged is None:
            return (chosen.id,) if chosen and chosen.kind not in SMALL_TALK else ()
        likely = [chosen.id] if chosen else []
        likely += [id_ for id_ in self._judgement.topics if id_ not in likely]
        offered = [id_ for id_ in likely if self._topics[id_].kind not in SMALL_TALK]
        return tuple(offered[:MOST_SUGGESTIONS])


REMARK = "other_remark"
"""The topic of what is said in between: it goes with what is open, and is never a matter."""


def _denials(text: str) -> list[int]:
    return [f" {text} ".count(word) for word in _DENYING]


def _is_a_remark(topic: Topic | None) -> bool:
    return topic is not None and topic.id == REMARK
