"""The ten phrases that must not leave the house, found in what staff write: pure.

What each is and how it is said is in phrases.yaml. What somebody else said, quoted, is left out.
"""

import re
from collections.abc import Iterator
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
    "<": r"\n[^\w。!?;]*",
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

    def excused_by(self, words: "_Words") -> bool:
        return any(True for each in self.unless for _ in each.spans(words.folded))

    def are_in(self, words: "_Words") -> bool:
        harmless = [span for each in self.not_in for span in each.spans(words.folded)]
        for each in self.said:
            for start, end in each.spans(words.folded):
                if not any(begin < end and start < stop for begin, stop in harmless):
                    return True
        return not harmless and any(each.is_in(words.plain) for each in self.fixed)


class _Words:
    """Words that are looked through; a line break begins each sentence of the folded ones."""

    def __init__(self, text: str) -> None:
        folded = fold(text)
        self.folded = "\n" + _SENTENCE_END.sub("\\g<0>\n", folded)
        self.plain = bare(folded)


_SENTENCE_END = re.compile("[。!?;.]")


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


def ready() -> None:
    """Read the rules now: whoever is the first to write need not wait for it."""
    _ways()


def check(text: str) -> tuple[Hit, ...]:
    """The phrases in a text, each once for each sentence that holds it, in their order."""
    spoken = _without_quotations(text)
    passages = _passages(spoken)
    read = [_Words(spoken[passage[0][0] : passage[-1][1]]) for passage in passages]
    hits = []
    for phrase, ways in _ways().items():
        heard_in = [
            passage for passage, words in zip(passages, read, strict=True) if ways.are_in(words)
        ]
        if heard_in and not any(map(ways.excused_by, read)):
            hits += [
                Hit(start, end, phrase, text[start:end].strip())
                for passage in heard_in
                for start, end in passage
                if ways.are_in(_Words(spoken[start:end]))
            ]
    return tuple(sorted(hits))


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


_SAYING = (
    "(?:說|说|講|讲|寫|写|問|问|提到|表示|反映|標示|标示|顯示|显示|話|话|叫"
    "|said|says|say|wrote|writes|asked|asks|mentioned|reads|called)"
)
_QUOTATION = re.compile(
    r"[「『“\"‘](?P<quoted>[^」』”\"’\n]{1,200})[」』”\"’]",
)
_SAYS_BEFORE = re.compile(rf"{_SAYING}(?:過|过|的|的是|是|嘅|係|that|[:：,，\s])*$", re.IGNORECASE)


def _without_quotations(text: str) -> str:
    """Blanks what somebody is quoted with; a word in quotation marks for show stays."""
    kept = list(text)
    for found in _QUOTATION.finditer(text):
        start, end = found.span("quoted")
        if _SAYS_BEFORE.search(text[max(start - 20, 0) : start - 1]):
            kept[start:end] = " " * (end - start)
    return "".join(kept)
