"""Reads what the words themselves give away: danger, denial, supposition, wishes, subjects."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

from intents import shapes
from intents.courtesy import without_courtesy
from intents.cues import CueBook, Hit, clause_before
from intents.denial import is_denied
from intents.mistakes import CatalogueError, Mistake, Wrong, WrongError
from intents.shapes import Plainness, Strength
from intents.sources import HOME
from intents.vocabulary import Category, Hazard, Kind
from intents.yaml_file import YamlFile

_SUBJECTS = "subjects."


@dataclass(frozen=True)
class Reading:
    """What the cues in one message say: evidence, not a verdict.

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
    kinds: tuple[Kind, ...] = ()
    subjects: tuple[Category, ...] = ()
    """What the words name, or lean towards."""
    plainly: frozenset[Category] = frozenset()
    """The subjects that are named by a word that means nothing else."""
    said: Mapping[str, str] = field(default_factory=dict)
    """For each group of cues found, the words of the message that told it: the evidence."""
    marks: tuple[str, ...] = ()
    """The same as names that a model can learn from: what was found, and what it comes to."""


class Rules:
    """The cues of rules.yaml and subjects.yaml, ready to be looked up."""

    def __init__(self, folder: Path = HOME) -> None:
        """Raises CatalogueError with all that is wrong with the two files."""
        rules, subjects = YamlFile(folder / "rules.yaml"), YamlFile(folder / "subjects.yaml")
        for file, shape in ((rules, shapes.Rules), (subjects, shapes.Subjects)):
            file.shaped(shape)
        if mistakes := [*rules.mistakes, *subjects.mistakes]:
            raise CatalogueError(mistakes)
        groups = dict(_groups(rules.content))
        self.joiners = tuple(groups.pop("joiners"))
        """Words with which another wish begins."""
        self.turns = tuple(groups["turns"])
        """Words with which thanks turn into a wish."""
        groups |= {f"{_SUBJECTS}{name}": cues for name, cues in _groups(subjects.content)}
        try:
            self._book = CueBook(groups)
        except WrongError as error:
            raise CatalogueError(_placed(error.found, rules, subjects)) from error

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
            over=passed or (hazard is None and self._has("frames.over")),
            off_topic=off_topic,
            repeated_failure=self._has("repeated_failure"),
            refers_back=self._has("frames.refers_back"),
            urgent=self._has("urgent") and not self._has("not_urgent"),
            asks=self._has("frames.asking"),
            kinds=self._kinds(),
            subjects=self._subjects(),
            plainly=frozenset(self._subjects(f".{Plainness.PLAIN}")),
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
        hits = self._hits.get(f"hazards.{hazard}", ())
        denied = [hit for hit in hits if is_denied(self._text, hit.start)]
        return [
            hit
            for hit in hits
            if hit not in denied
            and not any(_is_within(hit, each) for each in denied)
            and not self._is_broken_off(hit)
            and not self._is_harmless(hit, hazard)
        ]

    def _is_harmless(self, hit: Hit, hazard: Hazard) -> bool:
        """火警鐘 is no fire; 火警鐘響緊 is a cue of its own, which knows of the bell."""
        return any(
            _overlap(hit, each) and self._text[each.start : each.end] not in hit.cue.words
            for each in self._hits.get(f"harmless.{hazard}", ())
        )

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
        if self._has("frames.practice"):
            return True
        if hazard is Hazard.WATER and self._has("frames.habit"):
            return True
        raising = self._raising(hazard)
        return all(map(self._is_over, raising)) or all(
            self._stands_before(hit, "frames.past") for hit in raising
        )

    def _is_over(self, hit: Hit) -> bool:
        """「沒有火，但有濃煙」: what follows a turn is not over with what stands before it."""
        turns = self._hits.get("turns", ())
        return any(
            not any(each.start <= turn.start < hit.start for turn in turns)
            for each in self._hits.get("frames.over", ())
        )

    def _stands_before(self, hit: Hit, group: str) -> bool:
        """In the same clause as the hit, and not after it."""
        clause_start = hit.start - len(clause_before(self._text, hit.start))
        return any(clause_start <= each.start < hit.end for each in self._hits.get(group, ()))

    def _follows_at_once(self, hit: Hit, group: str) -> bool:
        return any(each.start == hit.end for each in self._hits.get(group, ()))

    def _kinds(self) -> tuple[Kind, ...]:
        told = [kind for kind in sorted(map(Kind, self._kinds_told)) if self._tells(kind)]
        return tuple(self._with_courtesy_and_sarcasm(told))

    def _tells(self, kind: Kind) -> bool:
        hits = chain.from_iterable(self._hits.get(f"kinds.{kind}.{each}", ()) for each in Strength)
        return kind not in _DENIABLE or any(not is_denied(self._text, hit.start) for hit in hits)

    def _with_courtesy_and_sarcasm(self, told: list[Kind]) -> list[Kind]:
        trouble, solved = self._has("trouble"), self._has("solved")
        if self._has("courtesy") and (solved or not without_courtesy(self._text)):
            told.append(Kind.PRAISE)
        elif trouble and not solved and Kind.PRAISE in told:
            told.remove(Kind.PRAISE)
            told.append(Kind.COMPLAINT)
        return list(dict.fromkeys(told))

    def _subjects(self, ending: str = "") -> tuple[Category, ...]:
        """Those that are named by cues of groups that end so."""
        named = {
            group.split(".")[1]
            for group in self._hits
            if group.startswith(_SUBJECTS) and group.endswith(ending)
        }
        return tuple(map(Category, sorted(named)))


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
    for subject in reading.subjects:
        yield f"about.{subject}"
        if subject in reading.plainly:
            yield f"plainly.{subject}"
    if {Category.NOISE, Category.NEIGHBOURS} <= set(reading.subjects):
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


def _is_within(hit: Hit, denied: Hit) -> bool:
    """焦味 in 沒有燒焦味; not what stands in the gap of a cue of two pieces."""
    together = len(denied.cue.parts) == 1
    return together and denied.start <= hit.start and hit.end <= denied.end


def _groups(node: Any, *path: str) -> Iterator[tuple[str, list[str]]]:
    """kinds: {complaint: {strong: [...]}} is the group kinds.complaint.strong."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _groups(value, *path, key)
    else:
        yield ".".join(path), node


def _placed(found: Iterable[Wrong], rules: YamlFile, subjects: YamlFile) -> Iterator[Mistake]:
    """Cues that cannot be read, in the file that their group is from."""
    for each in found:
        field = each.field.removeprefix(_SUBJECTS)
        yield (rules if field == each.field else subjects).at(replace(each, field=field))
