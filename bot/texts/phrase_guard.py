"""The ten phrases that must not leave the house, found in what staff write: pure.

What each is and how it is said is in phrases.yaml. What somebody else said, quoted, is left out.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict
from rapidfuzz import fuzz

from intents.normalise import bare, fold

_RULES = Path(__file__).with_name("phrases.yaml")

LONGEST_GAP = 26
"""Characters that … stands for, at most."""
_ADVERBS = {True: 16, False: 6}
"""Characters that ‥ stands for, at most: in Latin script, and in Han."""


class Phrase(StrEnum):
    """The ten, by what they say."""

    CHILD = "child"
    PRICE = "price"
    IMPOSSIBLE = "impossible"
    ELSEWHERE = "elsewhere"
    UNSURE = "unsure"
    DENIAL = "denial"
    CANNOT = "cannot"
    POLICY = "policy"
    READ = "read"
    SOMEDAY = "someday"


@dataclass(frozen=True, order=True)
class Hit:
    """A phrase, and the sentence that holds it: where it is, and as it was written."""

    start: int
    end: int
    phrase: Phrase
    said: str


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    said: tuple[str, ...]
    fixed: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Expression:
    """A set expression, bare, that is known with a slip of the pen in it too."""

    words: str

    @property
    def likeness(self) -> float:
        """One slip in five to nine Han characters or in twelve Latin ones; two in more."""
        slips = len(self.words) // (12 if self.words.isascii() else 5)
        return 100 * (1 - min(slips, 2) / len(self.words))

    def is_in(self, sentence: str) -> bool:
        if len(sentence) + 2 < len(self.words):
            return False
        found = fuzz.partial_ratio_alignment(self.words, sentence, score_cutoff=self.likeness)
        if found is None:
            return False
        # One character is enough to say the contrary.
        return _denials(sentence[found.dest_start : found.dest_end]) == _denials(self.words)


_DENIAL = re.compile(r"[不没无冇唔未别]|\bnot\b|n't|\bnever\b|\bno\b")


def _denials(words: str) -> int:
    return len(_DENIAL.findall(words))


# Folding would spell … as three dots and take ^ for a picture: they get a stand-in before it.
_MARKS = str.maketrans({"…": "~", "‥": "_", "^": "<"})
# A Latin word stands alone: at its edge there is no letter on one side.
_EDGE = r"(?:(?<![a-z0-9])|(?![a-z0-9]))"
_MEANING = {
    "(": "(?:",
    ")": ")",
    "|": "|",
    "~": rf"{_EDGE}[^。!?;]{{0,{LONGEST_GAP}}}?{_EDGE}",
    "<": r"(?:^|(?<=[。!?;.]))[^\w。!?;]*",
    "$": r"(?=[^\w。!?;.]*(?:$|[。!?;.]))",
    "*": "[a-z0-9]*",
    " ": " *",
}


@dataclass(frozen=True)
class _Saying:
    """One way to say something, as a pattern over folded text."""

    pattern: re.Pattern[str]
    in_latin: bool

    @classmethod
    def read(cls, source: str) -> "_Saying":
        written = fold(source.translate(_MARKS))
        in_latin = written.isascii()
        adverb = rf"{_EDGE}[^。!?;,您你]{{0,{_ADVERBS[in_latin]}}}?{_EDGE}"
        meaning = _MEANING | {"_": adverb}
        pattern = "".join(meaning.get(sign) or re.escape(sign) for sign in written)
        return cls(re.compile(pattern + _EDGE), in_latin)

    def spans(self, folded: str) -> Iterator[tuple[int, int]]:
        """Whether a word begins before is looked at last: a pattern that begins with its own
        words is found many times faster."""
        if self.in_latin or not folded.isascii():
            for found in self.pattern.finditer(folded):
                if not _LATIN_WORD.fullmatch(folded[max(found.start() - 1, 0) : found.start() + 1]):
                    yield found.span()


_LATIN_WORD = re.compile("[a-z0-9]{2}")


@dataclass(frozen=True)
class _Ways:
    """How one phrase is said."""

    said: tuple[_Saying, ...]
    not_in: tuple[_Saying, ...]
    unless: tuple[_Saying, ...]
    fixed: tuple[_Expression, ...]

    def excused_by(self, folded: str) -> bool:
        return any(True for each in self.unless for _ in each.spans(folded))

    def are_in(self, folded: str, plain: str) -> bool:
        """`plain`: the same sentence, bare."""
        harmless = [span for each in self.not_in for span in each.spans(folded)]
        for each in self.said:
            for start, end in each.spans(folded):
                if not any(begin < end and start < stop for begin, stop in harmless):
                    return True
        return not harmless and any(expression.is_in(plain) for expression in self.fixed)


@cache
def _ways() -> dict[Phrase, _Ways]:
    read = yaml.safe_load(_RULES.read_text(encoding="utf-8"))
    rules = {Phrase(name): _Rule.model_validate(rule) for name, rule in read.items()}
    return {
        phrase: _Ways(
            said=tuple(map(_Saying.read, rule.said)),
            not_in=tuple(map(_Saying.read, rule.not_in)),
            unless=tuple(map(_Saying.read, rule.unless)),
            fixed=tuple(_Expression(bare(fold(words))) for words in rule.fixed),
        )
        for phrase, rule in rules.items()
    }


def check(text: str) -> tuple[Hit, ...]:
    """The phrases in a text, each once for each sentence that holds it, in their order."""
    spoken = _without_quotations(text)
    hits = []
    for passage in _passages(spoken):
        for phrase in _phrases_in(_of(spoken, passage), _ways()):
            hits += [
                Hit(start, end, phrase, text[start:end].strip())
                for start, end in passage
                if phrase in _phrases_in(spoken[start:end], {phrase: _ways()[phrase]})
            ]
    excused = {
        hit.phrase
        for hit in hits
        if any(_ways()[hit.phrase].excused_by(fold(_of(spoken, p))) for p in _passages(spoken))
    }
    return tuple(sorted(each for each in hits if each.phrase not in excused))


def _phrases_in(words: str, ways: Mapping[Phrase, _Ways]) -> list[Phrase]:
    folded = fold(words)
    plain = bare(folded)
    return [phrase for phrase, each in ways.items() if each.are_in(folded, plain)]


_ENDS = r"。！？!?；;\n"
_SENTENCE = re.compile(rf"(?:[^{_ENDS}.]|\.(?!\s|$)){{1,300}}(?:[{_ENDS}.]+\s*)?|[{_ENDS}.]+\s*")
_PASSAGE = 600
"""Characters looked through at once: folding reads no more than `intents.normalise` says."""

_Span = tuple[int, int]


def _passages(text: str) -> list[list[_Span]]:
    """The sentences, as many together as are looked through at once."""
    passages: list[list[_Span]] = []
    for found in _SENTENCE.finditer(text):
        if not found[0].strip():
            continue
        if not passages or found.end() - passages[-1][0][0] > _PASSAGE:
            passages.append([])
        passages[-1].append(found.span())
    return passages


def _of(text: str, passage: list[_Span]) -> str:
    return text[passage[0][0] : passage[-1][1]]


_SAYING = r"(?:說|说|講|讲|寫|写|問|问|提到|表示|反映|標示|标示|顯示|显示|話|话|叫|said|says|say|wrote|writes|asked|asks|mentioned|reads|called)"
_QUOTATION = re.compile(
    rf"(?<=[^\W_])(?:過|过|的|的是|嘅|:|：|,|，|\s)*"
    r"[「『“\"‘](?P<quoted>[^」』”\"’\n]{1,200})[」』”\"’]",
    re.IGNORECASE,
)
_SAYS_BEFORE = re.compile(rf"{_SAYING}(?:過|过|的|的是|是|嘅|係|that|[:：,，\s])*$", re.IGNORECASE)


def _without_quotations(text: str) -> str:
    """Blanks what somebody is quoted with; a word in quotation marks for show stays."""
    kept = list(text)
    for found in _QUOTATION.finditer(text):
        start, end = found.span("quoted")
        if _SAYS_BEFORE.search(text[: start - 1][-12:]):
            kept[start:end] = " " * (end - start)
    return "".join(kept)
