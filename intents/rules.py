"""Reads what the words themselves give away: danger, denial, supposition, wishes, subjects."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from intents.courtesy import without_courtesy
from intents.cues import CueBook, Hit, clause_before
from intents.denial import is_denied
from intents.vocabulary import Category, Hazard, Kind

_HERE = Path(__file__).parent
_WEIGHT = {"strong": 0.32, "fair": 0.18, "slight": 0.08}
_MOST_FOR_A_KIND = 0.55
_SUBJECT_WEIGHT = {"plain": 0.2, "hint": 0.06}
_MOST_FOR_A_SUBJECT = 0.42

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Reading:
    """What the cues in one message say. Weights are capped: evidence, not a verdict.

    `hazard` is set only when the danger is present: not denied, supposed, practised or past.
    """

    hazard: Hazard | None = None
    supposed: bool = False
    denied: bool = False
    over: bool = False
    off_topic: bool = False
    repeated_failure: bool = False
    refers_back: bool = False
    urgent: bool = False
    asks: bool = False
    trouble: bool = False
    kinds: Mapping[Kind, float] = field(default_factory=dict)
    subjects: Mapping[Category, float] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)
    """For each group of cues found, the words of the message that told it: the evidence."""
    marks: tuple[str, ...] = ()
    """The same as names that a model can learn from: what was found, and what it comes to."""


class Rules:
    """The cues of rules.yaml and subjects.yaml, ready to be looked up."""

    def __init__(self, folder: Path = _HERE) -> None:
        written = _read(folder / "rules.yaml")
        self.joiners: tuple[str, ...] = tuple(map(str, written.pop("joiners")))
        """Words with which another wish begins."""
        self.turns: tuple[str, ...] = tuple(map(str, written.pop("turns")))
        """Words with which thanks turn into a wish."""
        self._book = CueBook(dict(_groups(written, ())) | _subjects(folder))

    def read(self, folded: str) -> Reading:
        """Expects text that is folded, with its punctuation."""
        hits: dict[str, list[Hit]] = defaultdict(list)
        for hit in self._book.find(folded):
            hits[hit.cue.group].append(hit)
        return _Reader(folded, hits).reading()


class _Reader:
    """One message and the cues found in it."""

    def __init__(self, folded: str, hits: Mapping[str, list[Hit]]) -> None:
        self._text = folded
        self._hits = hits
        self._hazards = [each for each in Hazard if f"hazards.{each}" in hits]
        self._kinds_told = {group.split(".")[1] for group in hits if group.startswith("kinds.")}

    def reading(self) -> Reading:
        hazard = self._hazard()
        supposed = hazard is not None and self._is_supposed(hazard)
        passed = hazard is not None and not supposed and self._has_passed(hazard)
        off_topic = self._has("frames.off_topic") or self._has("frames.advertising")
        said = Reading(
            hazard=None if supposed or passed or off_topic else hazard,
            supposed=supposed,
            denied=any(self._denies(each) for each in self._hazards),
            over=passed or self._has("frames.over"),
            off_topic=off_topic,
            repeated_failure=self._has("repeated_failure"),
            refers_back=self._has("frames.refers_back"),
            urgent=self._has("urgent") and not self._has("not_urgent"),
            asks=self._has("frames.asking"),
            trouble=self._has("trouble"),
            kinds=self._kinds(),
            subjects=self._subject_weights(),
            said={group: self._longest(hits) for group, hits in self._hits.items()},
        )
        return replace(said, marks=tuple(_marks(said, self._text)))

    def _has(self, group: str) -> bool:
        return bool(self._hits.get(group))

    def _longest(self, hits: Iterable[Hit]) -> str:
        longest = max(hits, key=lambda hit: hit.end - hit.start)
        return self._text[longest.start : longest.end]

    def _hazard(self) -> Hazard | None:
        """The danger most cues speak of, among those nobody denies."""
        raised = {each: hits for each in self._hazards if (hits := self._raising(each))}
        if not raised:
            return None
        return max(raised, key=lambda each: sum(hit.end - hit.start for hit in raised[each]))

    def _raising(self, hazard: Hazard) -> list[Hit]:
        harmless = self._hits.get(f"harmless.{hazard}", ())
        hits = self._hits.get(f"hazards.{hazard}", ())
        return [
            hit
            for hit in hits
            if not self._is_broken_off(hit)
            and not is_denied(self._text, hit.start)
            and not any(_overlap(hit, each) for each in harmless)
        ]

    def _is_broken_off(self, hit: Hit) -> bool:
        """「瓦斯偵測器一直叫但沒味道」: a denial stands in the gap of the cue."""
        said = self._text[hit.start : hit.end]
        return any(no in said and no not in hit.cue.words for no in ("没", "冇", "无", " no "))

    def _denies(self, hazard: Hazard) -> bool:
        hits = self._hits.get(f"hazards.{hazard}", ())
        return any(is_denied(self._text, hit.start) for hit in hits)

    def _is_supposed(self, hazard: Hazard) -> bool:
        """「如果失火要打給誰」: a question about a danger that is not there."""
        supposed = all(
            self._stands_before(hit, "frames.supposed")
            or self._follows_at_once(hit, "frames.supposed_after")
            for hit in self._raising(hazard)
        )
        return supposed and self._has("frames.asking")

    def _has_passed(self, hazard: Hazard) -> bool:
        if self._has("frames.practice") or self._has("frames.over"):
            return True
        if hazard is Hazard.WATER and self._has("frames.habit"):
            return True
        return all(self._stands_before(hit, "frames.past") for hit in self._raising(hazard))

    def _stands_before(self, hit: Hit, group: str) -> bool:
        """In the same clause as the hit, and not after it."""
        clause_start = hit.start - len(clause_before(self._text, hit.start))
        return any(clause_start <= each.start < hit.end for each in self._hits.get(group, ()))

    def _follows_at_once(self, hit: Hit, group: str) -> bool:
        return any(each.start == hit.end for each in self._hits.get(group, ()))

    def _kinds(self) -> dict[Kind, float]:
        weights: dict[Kind, float] = {}
        for kind in sorted(map(Kind, self._kinds_told)):
            weight = self._weight(f"kinds.{kind}", _WEIGHT, undenied=kind in _DENIABLE)
            if weight:
                weights[kind] = min(weight, _MOST_FOR_A_KIND)
        return self._with_courtesy_and_sarcasm(weights)

    def _with_courtesy_and_sarcasm(self, weights: dict[Kind, float]) -> dict[Kind, float]:
        trouble, solved = self._has("trouble"), self._has("solved")
        if self._has("courtesy") and (solved or not without_courtesy(self._text)):
            weights[Kind.PRAISE] = weights.get(Kind.PRAISE, 0) + _WEIGHT["strong"]
        elif trouble and not solved and Kind.PRAISE in weights:
            weights[Kind.COMPLAINT] = weights.get(Kind.COMPLAINT, 0) + weights.pop(Kind.PRAISE)
        return weights

    def _subject_weights(self) -> dict[Category, float]:
        named = {group.split(".")[1] for group in self._hits if group.startswith("subjects.")}
        weights = {name: self._weight(f"subjects.{name}", _SUBJECT_WEIGHT) for name in named}
        return {
            Category(name): min(weight, _MOST_FOR_A_SUBJECT)
            for name, weight in sorted(weights.items())
        }

    def _weight(self, group: str, worth: Mapping[str, float], *, undenied: bool = False) -> float:
        """More cues say more, each next one half as much; what lies inside another counts not."""
        total = 0.0
        for strength, each_worth in worth.items():
            hits = self._hits.get(f"{group}.{strength}", [])
            if not hits:
                continue
            if undenied:
                hits = [hit for hit in hits if not is_denied(self._text, hit.start)]
            for rank, _ in enumerate(_apart(hits)):
                total += each_worth / 2**rank
        return total


def _marks(reading: Reading, folded: str) -> Iterator[str]:
    yield from reading.said
    if reading.hazard:
        yield "danger"
        yield f"danger.{reading.hazard}"
    for claim in _CLAIMS:
        if getattr(reading, claim):
            yield f"is.{claim}"
    for kind in reading.kinds:
        yield f"kind.{kind}"
    for subject, weight in reading.subjects.items():
        yield f"about.{subject}"
        if weight >= _SUBJECT_WEIGHT["plain"]:
            yield f"plainly.{subject}"
    if {Category.NOISE, Category.NEIGHBOURS} <= reading.subjects.keys():
        yield "noise.of.neighbours"  # asked for ever so kindly, it is about what somebody does
    if folded.endswith(_QUESTION_ENDS):
        yield "ends.asking"
    if "!" in folded:
        yield "loud"
    # How long it is tells a story from a cry; Han says about three times as much a character.
    length = len(folded) // (_LETTERS_A_STEP if folded.isascii() else _HAN_A_STEP)
    yield f"long.{min(length, _LONGEST_STEP)}"


_CLAIMS = ("supposed", "denied", "over", "off_topic", "repeated_failure", "urgent", "asks")
_QUESTION_ENDS = ("?", "吗", "呢", "么")
_LETTERS_A_STEP, _HAN_A_STEP, _LONGEST_STEP = 30, 12, 6
_DENIABLE = frozenset({Kind.COMPLAINT, Kind.PRAISE, Kind.HANDOFF})


def _overlap(one: Hit, other: Hit) -> bool:
    return one.start < other.end and other.start < one.end


def _apart(hits: Iterable[Hit]) -> list[Hit]:
    """The longest hits that do not overlap."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: hit.start - hit.end):
        if not any(_overlap(hit, other) for other in kept):
            kept.append(hit)
    return kept


def _read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), _Loader)


def _groups(node: Any, path: tuple[str, ...]) -> Iterator[tuple[str, list[str]]]:
    """kinds: {complaint: {strong: [...]}} is the group kinds.complaint.strong."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _groups(value, (*path, str(key)))
    else:
        yield ".".join(path), [str(cue) for cue in node]


def _subjects(folder: Path) -> dict[str, list[str]]:
    return dict(_groups(_read(folder / "subjects.yaml"), ("subjects",)))
