"""Decides what a message means, and dresses the decision: place, language, several wishes."""

from collections.abc import Collection, Set
from dataclasses import replace

from intents import clauses
from intents.catalogue import Catalogue
from intents.clauses import Clause
from intents.courtesy import without_courtesy
from intents.judge import SMALL_TALK, Judge, Verdict
from intents.language import detect_language
from intents.meaning import Understanding, Wish
from intents.model import Model
from intents.normalise import LONGEST_READ, bare, fold
from intents.rules import Reading, Rules
from intents.slots import slots_in
from intents.vocabulary import Kind

_A_WISH_OF_ITS_OWN, _BEYOND_DOUBT = 0.5, 0.9
_MOST_WISHES = 3
_NO_MATTER = frozenset({Kind.HANDOFF})
_ASKED = frozenset({Kind.QUESTION, Kind.HANDOFF})
_WISHES = frozenset(
    {Kind.REQUEST, Kind.COMPLAINT, Kind.QUESTION, Kind.EMERGENCY, Kind.STATUS, Kind.HANDOFF}
)


class Engine:
    """Understands messages by one model of one catalogue; safe to share between threads.

    `intents.ready()` makes one, from the cache where it can.
    """

    def __init__(self, catalogue: Catalogue, model: Model, rules: Rules) -> None:
        self.catalogue = catalogue
        self._model = model
        self._rules = rules
        self._taught = model.taught()

    def understand(self, text: str, without: Set[str] = frozenset()) -> Understanding:
        """Never raises: what cannot be read is `other`, and not sure.

        `without` are topics that are none for this speaker: another community's own questions.
        """
        folded, wanted, reading = self._wanted(text)
        judge = Judge(self.catalogue.topics, self._model, reading, wanted, without)
        verdict = judge.verdict(self._taught)
        if verdict.kind is Kind.PRAISE:
            verdict = self._wanted_besides(wanted, without) or verdict
        return Understanding(
            kind=verdict.kind,
            kinds=verdict.also,
            category=verdict.category,
            urgent=verdict.urgent,
            confidence=round(verdict.confidence, 3),
            sure=verdict.sure,
            topic=verdict.topic.id if verdict.topic else None,
            hazard=verdict.hazard,
            suggestions=judge.suggestions(verdict.topic),
            evidence=verdict.evidence,
            slots=slots_in(folded),
            language=detect_language(text),
            wishes=self._wishes(text, verdict, without),
            doubtful=verdict.doubtful,
            refers_back=reading.refers_back,
        )

    def likeliest(self, text: str, among: Collection[str]) -> str | None:
        """Which of these topics the text means most likely; None where none of them is known."""
        _, wanted, reading = self._wanted(text)
        every = len(self.catalogue)
        judged = self._model.judge(bare(wanted), reading.marks, most_topics=every)
        return next((each for each in judged.topics if each in among), None)

    def _wanted(self, text: str) -> tuple[str, str, Reading]:
        """The text folded, what of it is wanted, and what its words give away."""
        folded = fold(text)
        wanted = folded if bare(folded) in self._taught else without_courtesy(folded) or folded
        return folded, wanted, self._read(wanted)

    def _read(self, folded: str) -> Reading:
        """What the rules find in the words as they were meant."""
        return self._rules.read(self._model.space.spelt(folded))

    def _wishes(self, text: str, whole: Verdict, without: Set[str]) -> tuple[Wish, ...]:
        """Two or more, where parts of the message each want something of their own, plainly."""
        parts = clauses.cut(text[:LONGEST_READ], self._rules.joiners)
        if len(parts) == 1 or whole.kind in SMALL_TALK:
            return ()
        wishes: list[Wish] = []
        leading: list[str] = []
        for part in parts:
            wish = self._wish(part, without)
            if wish and (not wishes or _is_another(wish, wishes, added=part.adds)):
                wishes.append(wish)
            elif wishes:  # no wish by itself, or more of the same: it goes with the one before
                wishes[-1] = replace(wishes[-1], text=f"{wishes[-1].text} {part.text}")
            else:
                leading.append(part.text)
        if leading and wishes:
            wishes[0] = replace(wishes[0], text=" ".join([*leading, wishes[0].text]))
        return tuple(wishes[:_MOST_WISHES]) if len(wishes) > 1 else ()

    def _wanted_besides(self, thanks: str, without: Set[str]) -> Verdict | None:
        """「多謝師傅，不過廁所又漏水」: who thanks and wants something is not only thanked back."""
        for part in clauses.cut(thanks, (*self._rules.joiners, *self._rules.turns))[1:]:
            said = self._plainly_wanted(part, without)
            if said is not None:
                return replace(said, also=tuple(dict.fromkeys((*said.also, Kind.PRAISE))))
        return None

    def _wish(self, part: Clause, without: Set[str]) -> Wish | None:
        said = self._plainly_wanted(part, without)
        if said is None:
            return None
        topic = said.topic.id if said.topic and said.sure else None
        confidence = round(said.confidence, 3)
        return Wish(part.text, said.kind, said.category, said.urgent, confidence, topic)

    def _plainly_wanted(self, part: Clause, without: Set[str]) -> Verdict | None:
        """What a part of a message wants, where it does by itself.

        「另外想問…」 says itself that it wants something more, whatever that is exactly.
        """
        folded = fold(part.text)
        reading = self._read(folded)
        judge = Judge(self.catalogue.topics, self._model, reading, folded, without, in_passing=True)
        said = judge.verdict(self._taught)
        # It names its matter itself: "please come today" goes with what was said before.
        named = (
            said.category in reading.plainly
            or said.kind in _NO_MATTER
            or (said.category in reading.subjects and said.confidence >= _BEYOND_DOUBT)
        )
        plain = (said.sure or part.adds) and said.confidence >= _A_WISH_OF_ITS_OWN
        return said if said.kind in _WISHES and plain and named else None


def _is_another(wish: Wish, before: list[Wish], *, added: bool) -> bool:
    """Another matter than those before; said to be one, or plainly of another sort.

    Somebody who complains goes through many things, and it is one matter all the same.
    """
    if any(wish.category is each.category or wish.topic == each.topic for each in before):
        return False
    kinds = {wish.kind, before[-1].kind}
    asks_besides = len(kinds) > 1 and bool(kinds & _ASKED)
    return added or asks_besides or kinds == {Kind.REQUEST}
