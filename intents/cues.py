"""A small language for words that give a message away, and a fast search for thousands of them.

    stuck in the lift       these words, whole, anywhere in the message
    leak*                   a word that begins so
    被困…電梯               one, then the other, a few words between them, in the same sentence
    (no|without) power      one of these; choices may be inside choices, and may be empty
    ^you there$             at the beginning, at the end of the message

Cues are folded like messages, so one spelling serves both scripts.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from ahocorasick_rs import AhoCorasick

from intents.mistakes import Flaw, Wrong, WrongError, wrong
from intents.normalise import fold

MOST_PLACES = 2
"""Times that one cue is looked for: "if there is a fire" may be followed by a fire."""
LONGEST_GAP = 26
"""Characters that may stand between the two halves of a cue."""

# Folding would spell … as three dots and take ^ for a picture: they get a stand-in before it.
_BETWEEN, _START, _END, _ANY_ENDING = "~", "<", "$", "*"
_NO_WORDS = f" {_ANY_ENDING}"
_MARKS = str.maketrans({"…": _BETWEEN, "^": _START})
_SENTENCE_ENDS = "。!?;"
_CLAUSE_ENDS = "。!?;,、"


@dataclass(frozen=True)
class Part:
    """Words in one piece. A Latin word must stand alone, unless any ending will do."""

    words: str
    any_ending: bool

    def find(self, text: str, start: int, stop: int) -> int:
        """Where it is, or -1."""
        at = text.find(self.words, start, stop)
        while at >= 0 and not self._stands_alone(text, at):
            at = text.find(self.words, at + 1, stop)
        return at

    @cached_property
    def _edges(self) -> tuple[bool, bool]:
        """Whether it must stand apart from what is before it, and from what is after it."""
        return _is_latin(self.words[0]), not self.any_ending and _is_latin(self.words[-1])

    def _stands_alone(self, text: str, at: int) -> bool:
        end = at + len(self.words)
        before, after = self._edges
        if before and _is_latin(text[at - 1 : at]):
            return False
        return not (after and _is_latin(text[end : end + 1]))


@dataclass(frozen=True)
class Cue:
    """One way to say it, folded; `group` is what is meant."""

    group: str
    words: str

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        pieces = self._pieces()
        return tuple(
            Part(piece.rstrip(_ANY_ENDING), piece.endswith(_ANY_ENDING)) for piece in pieces
        )

    def _pieces(self) -> list[str]:
        inner = self.words.strip(_START + _END)
        return [piece.strip() for piece in inner.split(_BETWEEN) if piece.strip(_NO_WORDS)]

    @property
    def telltale(self) -> str:
        """The longest piece: no message has the cue that has not this. Empty where it has none."""
        return max((piece.rstrip(_ANY_ENDING) for piece in self._pieces()), key=len, default="")

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """From where to where the message says it, each time that it does."""
        first, *rest = self.parts
        start = first.find(text, 0, len(text))
        while start >= 0:
            near = self._nearest_start(text, start + len(first.words), rest)
            if near is None:
                return
            if near <= start:
                end = self._follow(text, start + len(first.words), rest)
                if end is not None and self._is_placed(text, start, end):
                    yield start, end
            start = first.find(text, max(start + 1, near), len(text))

    def _nearest_start(self, text: str, end: int, rest: Iterable[Part]) -> int | None:
        """Before it the next piece is too far; None where it comes no more.

        Who writes the same words a hundred times is not to be asked a hundred times what follows.
        """
        for part in rest:
            at = part.find(text, end, len(text))
            return None if at < 0 else at - LONGEST_GAP - len(self.parts[0].words)
        return 0

    @staticmethod
    def _follow(text: str, end: int, rest: Iterable[Part]) -> int | None:
        for part in rest:
            at = part.find(text, end, end + LONGEST_GAP + len(part.words))
            if at < 0 or any(mark in text[end:at] for mark in _SENTENCE_ENDS):
                return None
            end = at + len(part.words)
        return end

    def _is_placed(self, text: str, start: int, end: int) -> bool:
        if self.words.startswith(_START) and any(map(str.isalnum, text[:start])):
            return False
        return not (self.words.endswith(_END) and any(map(str.isalnum, text[end:])))


@dataclass(frozen=True)
class Hit:
    """A cue found in a message, and where."""

    cue: Cue
    start: int
    end: int


class CueBook:
    """Many cues, all looked for at once by the longest piece of each."""

    def __init__(self, groups: Mapping[str, Iterable[str]]) -> None:
        """Raises WrongError with every cue that cannot be read, by its group and place in it."""
        by_telltale: dict[str, list[Cue]] = defaultdict(list)
        unreadable: list[Wrong] = []
        for group, sources in groups.items():
            for place, source in enumerate(sources):
                spellings = dict.fromkeys(spelt_out(fold(source.translate(_MARKS))))
                cues = [Cue(group, words) for words in spellings]
                telltales = [cue.telltale for cue in cues]
                if (flaw := _flaw("".join(spellings), telltales)) is not None:
                    unreadable.append(wrong(f"{group}.{place}", flaw, given=repr(source)))
                    continue
                for telltale, cue in zip(telltales, cues, strict=True):
                    by_telltale[telltale].append(cue)
        if unreadable:
            raise WrongError(unreadable)
        self._telltales = AhoCorasick(list(by_telltale))
        self._cues = list(by_telltale.values())

    def find(self, folded: str) -> list[Hit]:
        """Every cue that is in the message, at its first places."""
        told = self._telltales.find_matches_as_indexes(folded, overlapping=True)
        hits = []
        for number in dict.fromkeys(telltale for telltale, _, _ in told):
            for cue in self._cues[number]:
                places = islice(cue.places(folded), MOST_PLACES)
                hits += [Hit(cue, *place) for place in places]
        return hits


def clause_before(text: str, position: int) -> str:
    """What was said since the last comma or full stop."""
    begin = max(text.rfind(mark, 0, position) for mark in _CLAUSE_ENDS) + 1
    return text[begin:position]


def _flaw(spellings: str, telltales: Iterable[str]) -> Flaw | None:
    if "(" in spellings or "|" in spellings or ")" in spellings:
        return Flaw.BRACKETS
    return None if all(telltales) else Flaw.EMPTY_CUE


def spelt_out(words: str) -> Iterator[str]:
    """Every choice made: "(a|b) c" gives "a c" and "b c"; a bracket left open stays as it is."""
    opened = words.find("(")
    closed = -1 if opened < 0 else _closing(words, opened)
    if closed < 0:
        yield " ".join(words.split())
        return
    for choice in _choices(words[opened + 1 : closed]):
        yield from spelt_out(words[:opened] + choice + words[closed + 1 :])


def _closing(words: str, opened: int) -> int:
    """Where the bracket is closed, or -1."""
    depth = 0
    for at in range(opened, len(words)):
        depth += (words[at] == "(") - (words[at] == ")")
        if not depth:
            return at
    return -1


def _choices(inside: str) -> Iterator[str]:
    """Split at the bars that are not inside a further choice."""
    depth, begin = 0, 0
    for at, character in enumerate(inside):
        depth += (character == "(") - (character == ")")
        if character == "|" and not depth:
            yield inside[begin:at]
            begin = at + 1
    yield inside[begin:]


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
