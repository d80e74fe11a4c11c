"""Finds a community's own names in running text, in spite of a slip or a homophone.

`gazetteer` compares what is known to be a name; here nobody has said yet where one is, so that
less is forgiven: the first character as written, and nothing at all in a name of two.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from intents.gazetteer import Named
from intents.names import is_thanks
from intents.normalise import HAN
from intents.pinyin import syllable

_HAN_RUN = re.compile(f"[{HAN}]+")
_LATIN_RUN = re.compile(r"[a-z]+(?:[ .]{1,2}[a-z]+)*")
_LATIN_WORD = re.compile("[a-z]+")
_FEWEST_BY_SOUND = 3
_SHORTEST_SLIP, _LONG_ENOUGH = 3, 5
"""Of a word of three or four letters only their order may be wrong; in a longer one, one letter."""

_BEFORE_A_SHORT_NAME = frozenset(
    "诉找叫是跟同和请被对向给问说骂靠畀话系赞谢为但们个位的傅理管员工安全任组队部"
)
"""行李保管 is not about 李保: a name of two characters begins a clause, or follows these."""
_WORDS_OF_THEIR_OWN = frozenset(
    "不是对出住做有在的了个上下到都就又也还没来去要这那时事人市已以一里历重新补布足租堆接街"
)
"""維修不好 is not about the 維修部, however it sounds."""


@dataclass(frozen=True)
class Link:
    """A stretch of text that names somebody or something, and all who go by that name."""

    said: str
    start: int
    end: int
    named: tuple[Named, ...]
    exact: bool


class NameFinder:
    """The names of a community, looked up in any text.

    `others` are words that are names themselves: they are never slips of ours.
    """

    def __init__(self, named: Iterable[Named], others: Set[str] = frozenset()) -> None:
        self._others = others
        self._by_form: dict[str, list[Named]] = defaultdict(list)
        for each in named:
            for form in each.names:
                self._by_form[form].append(each)
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        self._latin: dict[tuple[str, int], list[tuple[str, ...]]] = defaultdict(list)
        lengths: dict[str, set[int]] = defaultdict(set)
        for form in self._by_form:
            if form.isascii():
                words = tuple(form.split())
                self._latin[words[0][0], len(words)].append(words)
            else:
                lengths[form[0]].add(len(form))
                self._by_sound[_sound(form)].append(form)
        self._lengths = {first: sorted(some) for first, some in lengths.items()}
        self._counts = sorted({count for _, count in self._latin})

    def found_in(self, folded: str) -> list[Link]:
        """In the order in which they are said; of two that overlap the better one."""
        found = [*self._han_in(folded), *self._latin_in(folded)]
        found.sort(key=lambda each: (not each.exact, each.start - each.end, each.start))
        kept: list[Link] = []
        for each in found:
            if not any(_overlap(each, other) for other in kept):
                kept.append(each)
        return sorted(kept, key=lambda each: each.start)

    def _han_in(self, folded: str) -> Iterator[Link]:
        for run in _HAN_RUN.finditer(folded):
            for start in range(run.start(), run.end()):
                if is_thanks(folded, start):
                    continue
                alone = start == run.start() or folded[start - 1] in _BEFORE_A_SHORT_NAME
                for length in self._lengths.get(folded[start], ()):
                    said = folded[start : min(start + length, run.end())]
                    forms = self._meant_by(said) if len(said) == length else []
                    if forms and (alone or length > 2):
                        yield self._link(said, start, start + length, forms)

    def _meant_by(self, said: str) -> list[str]:
        if said in self._by_form or len(said) < _FEWEST_BY_SOUND:
            return [said] if said in self._by_form else []
        return [
            form
            for form in self._by_sound.get(_sound(said), ())
            if not any(
                one != two and one in _WORDS_OF_THEIR_OWN
                for one, two in zip(said, form, strict=True)
            )
        ]

    def _latin_in(self, folded: str) -> Iterator[Link]:
        for run in _LATIN_RUN.finditer(folded):
            words = list(_LATIN_WORD.finditer(folded, run.start(), run.end()))
            for count in self._counts:
                for at in range(len(words) - count + 1):
                    some = words[at : at + count]
                    forms = self._spelt_like(tuple(word[0] for word in some))
                    if forms:
                        said = " ".join(word[0] for word in some)
                        yield self._link(said, some[0].start(), some[-1].end(), forms)

    def _spelt_like(self, words: tuple[str, ...]) -> list[str]:
        if (said := " ".join(words)) in self._by_form:
            return [said]
        near = self._latin.get((words[0][0], len(words)), ())
        return [" ".join(each) for each in near if self._is_a_slip(words, each)]

    def _is_a_slip(self, said: Sequence[str], meant: Sequence[str]) -> bool:
        """One slip in one word of more than one."""
        changed = [(one, two) for one, two in zip(said, meant, strict=True) if one != two]
        if len(said) == 1 or len(changed) != 1:
            return False
        one, two = changed[0]
        shorter = min(len(one), len(two))
        if one in self._others or shorter < _SHORTEST_SLIP or OSA.distance(one, two) > 1:
            return False
        return shorter >= _LONG_ENOUGH or sorted(one) == sorted(two)

    def _link(self, said: str, start: int, end: int, forms: Sequence[str]) -> Link:
        named = {each.code: each for form in forms for each in self._by_form[form]}
        return Link(said, start, end, tuple(named.values()), exact=said in self._by_form)


def _sound(name: str) -> str:
    """The first character as it is written, the others as they sound."""
    return " ".join([name[0], *map(syllable, name[1:])])


def _overlap(one: Link, other: Link) -> bool:
    return one.start < other.end and other.start < one.end
