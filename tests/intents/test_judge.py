"""The decision by hand-made judgements: danger, doubt, remarks, and topics that are none here."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from intents import Category, Hazard, Kind, Team
from intents.judge import (
    _NO_NEWS,
    _SUPPOSED_OR_PAST,
    _WITH_A_CUE,
    _WITHOUT_A_CUE,
    _WORTH_A_QUESTION,
    NOTHING_SAID,
    Judge,
    Verdict,
)
from intents.model import Judgement
from intents.rules import Reading
from intents.topic import Topic
from tests.intents.tiny import topic

FIRE = topic(
    "fire_now",
    kind=Kind.EMERGENCY,
    category=Category.FIRE_SAFETY,
    hazard=Hazard.FIRE,
    urgent=True,
    priority="P1",
)
BREAK_IN = topic(
    "break_in",
    kind=Kind.EMERGENCY,
    category=Category.SECURITY_ACCESS,
    hazard=Hazard.INTRUDER,
    urgent=True,
    priority="P1",
)
LIFT = topic("lift_broken", category=Category.ELEVATOR)
LIFT_SLOW = topic("lift_slow", category=Category.ELEVATOR)
LIFT_DIRTY = topic("lift_dirty", category=Category.ELEVATOR, team=Team.CLEANING)
POOL = topic("q_pool", kind=Kind.QUESTION, category=Category.FACILITIES)
OWN = topic("own_1", kind=Kind.QUESTION, category=Category.FACILITIES)
REMARK = topic("other_remark", kind=Kind.OTHER, priority=None)
LIFT_TRAPPED = topic(
    "lift_trapped",
    kind=Kind.EMERGENCY,
    category=Category.ELEVATOR,
    hazard=Hazard.TRAPPED,
    urgent=True,
    priority="P1",
)
LOCKED_IN = topic(
    "locked_in",
    kind=Kind.EMERGENCY,
    category=Category.DOORS_LOCKS,
    hazard=Hazard.TRAPPED,
    urgent=True,
    priority="P1",
)
NOISE = topic("noise", kind=Kind.COMPLAINT, category=Category.NOISE)
TOPICS = {
    each.id: each
    for each in (
        FIRE,
        BREAK_IN,
        LIFT_TRAPPED,
        LOCKED_IN,
        LIFT,
        LIFT_SLOW,
        LIFT_DIRTY,
        POOL,
        OWN,
        REMARK,
        NOISE,
    )
}
TEXT = "words about something"
STEP = 0.01
BETWEEN = (_WITH_A_CUE + _WITHOUT_A_CUE) / 2
LOUD = (_WITHOUT_A_CUE + _SUPPOSED_OR_PAST) / 2
ASKED = (_WORTH_A_QUESTION + _WITHOUT_A_CUE) / 2
"""Probabilities of danger between the thresholds, wherever those are set."""


class Says:
    """A model of one opinion."""

    texts = ("an example",)

    def __init__(self, judgement: Judgement) -> None:
        self.judgement = judgement

    def judge(self, plain: str, marks: Sequence[str], *, in_passing: bool = False) -> Judgement:
        return self.judgement

    def topic_at(self, example: int) -> str | None:
        return "lift_broken"

    def kind_at(self, example: int) -> str:
        return "request"

    def telling(self, plain: str, kind: str) -> list[str]:
        return ["words"]


def opinion(
    danger: float = 0.0,
    kinds: Mapping[str, float] | None = None,
    category: Category = Category.ELEVATOR,
    topics: Mapping[str, float] | None = None,
    **more: object,
) -> Judgement:
    """A lift that is broken, unless more is said."""
    fields: dict[str, object] = {
        "kinds": {"request": 0.9 * (1 - danger), **(kinds or {}), "emergency": danger},
        "categories": {str(category): 0.9, "other": 0.1},
        "topics": topics or {"lift_broken": 0.8, "fire_now": 0.1, "break_in": 0.05},
        "urgent": 0.1,
        "also": {},
        "nearest": [(0, 0.8)],
        "known": 1.0,
        **more,
    }
    return Judgement(**fields)  # type: ignore[arg-type]


def judge(
    judgement: Judgement,
    reading: Reading | None = None,
    text: str = TEXT,
    without: frozenset[str] = frozenset(),
) -> Judge:
    return Judge(TOPICS, Says(judgement), reading or Reading(), text, without)  # type: ignore[arg-type]


def decided(
    judgement: Judgement,
    reading: Reading | None = None,
    text: str = TEXT,
    taught: Mapping[str, tuple[str, str]] | None = None,
) -> Verdict:
    return judge(judgement, reading, text).verdict(taught or {})


def cue(hazard: Hazard, **more: object) -> Reading:
    return Reading(hazard=hazard, said={f"hazards.{hazard}": "words"}, **more)  # type: ignore[arg-type]


LIFT_NAMED = Reading(subjects=(Category.ELEVATOR,))
QUIET = [Reading(supposed=True), Reading(over=True), Reading(off_topic=True)]


@pytest.mark.parametrize(
    ("danger", "reading", "is_one"),
    [
        (_WITH_A_CUE + STEP, cue(Hazard.FIRE), True),
        (_WITH_A_CUE - STEP, cue(Hazard.FIRE), False),
        (_WITHOUT_A_CUE - STEP, LIFT_NAMED, False),
        (_WITHOUT_A_CUE + STEP, LIFT_NAMED, True),
        (_NO_NEWS - STEP, Reading(), False),
        (_NO_NEWS + STEP, Reading(), True),
        (_NO_NEWS - STEP, replace(LIFT_NAMED, refers_back=True), False),
        (0.0, Reading(denied=True), False),
        (BETWEEN, Reading(denied=True), False),
        *((_SUPPOSED_OR_PAST - STEP, quiet, False) for quiet in QUIET),
        *((_SUPPOSED_OR_PAST + STEP, quiet, True) for quiet in QUIET),
    ],
)
def test_danger_is_believed_by_how_likely_it_is_and_what_the_words_say(
    danger: float, reading: Reading, is_one: bool
) -> None:
    verdict = decided(opinion(danger), reading)
    assert (verdict.kind is Kind.EMERGENCY) is is_one
    assert (verdict.hazard is not None) is is_one
    if is_one:
        assert verdict.sure
        assert verdict.urgent


def test_a_cue_names_the_hazard_and_is_the_evidence() -> None:
    verdict = decided(opinion(BETWEEN), cue(Hazard.INTRUDER))
    assert (verdict.topic, verdict.hazard) == (BREAK_IN, Hazard.INTRUDER)
    assert verdict.category is Category.SECURITY_ACCESS
    assert (verdict.evidence.by, verdict.evidence.said) == ("rule", "words")
    assert verdict.confidence == pytest.approx(_WITHOUT_A_CUE), "no less than is believed"


def test_without_a_cue_the_likeliest_emergency_is_meant() -> None:
    verdict = decided(opinion(0.6), Reading(subjects=(Category.FIRE_SAFETY,)))
    assert (verdict.topic, verdict.hazard) == (FIRE, Hazard.FIRE)
    assert verdict.confidence == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("subjects", "meant"),
    [
        ((), LIFT_TRAPPED),
        ((Category.ELEVATOR, Category.WATER), LIFT_TRAPPED),
        ((Category.WATER,), LOCKED_IN),
    ],
)
def test_who_is_trapped_in_a_room_is_not_in_the_lift(
    subjects: tuple[Category, ...], meant: Topic
) -> None:
    likely = opinion(0.6, topics={"lift_trapped": 0.7, "locked_in": 0.1})
    assert decided(likely, cue(Hazard.TRAPPED, subjects=subjects)).topic == meant


@pytest.mark.parametrize("text", ["tower 2, 15/f, flat c", "我住2栋8楼a室", "明天下午三点"])
def test_a_place_or_a_time_alone_is_no_danger_and_not_asked_about(text: str) -> None:
    verdict = decided(opinion(_NO_NEWS + STEP), text=text)
    assert verdict.kind is not Kind.EMERGENCY
    assert not verdict.sure
    assert not decided(opinion(), text=text).sure
    assert verdict.doubtful is None
    assert decided(opinion(0.6), cue(Hazard.FIRE), text=text).hazard is Hazard.FIRE


def test_what_is_denied_may_hide_another_danger() -> None:
    denied = Reading(denied=True, said={"hazards.fire": "fire"}, subjects=(Category.ELEVATOR,))
    assert decided(opinion(LOUD), denied).doubtful is Hazard.TRAPPED
    assert decided(opinion(_WORTH_A_QUESTION - STEP), denied).doubtful is None


def test_where_no_topic_has_the_hazard_the_cue_still_counts() -> None:
    verdict = decided(opinion(0.5), cue(Hazard.GAS))
    assert verdict.kind is Kind.EMERGENCY
    assert (verdict.topic, verdict.hazard) == (None, Hazard.GAS)


@pytest.mark.parametrize(
    ("danger", "reading", "doubtful"),
    [
        (_WITH_A_CUE - STEP, cue(Hazard.FIRE), Hazard.FIRE),
        (ASKED, Reading(), Hazard.TRAPPED),  # it is about a lift
        (_WORTH_A_QUESTION - STEP, Reading(), None),
        (ASKED, Reading(denied=True), Hazard.TRAPPED),
        *((LOUD, quiet, None) for quiet in QUIET),
    ],
)
def test_danger_that_is_not_believed_may_be_worth_a_question(
    danger: float, reading: Reading, doubtful: Hazard | None
) -> None:
    verdict = decided(opinion(danger), reading)
    assert verdict.kind is Kind.REQUEST
    assert verdict.doubtful is doubtful


def test_who_screams_at_a_cockroach_is_in_no_danger() -> None:
    screams = cue(Hazard.INTRUDER, subjects=(Category.PEST,))
    verdict = decided(opinion(LOUD), screams)
    assert verdict.kind is Kind.REQUEST
    assert verdict.doubtful is None
    assert decided(opinion(0.6), cue(Hazard.INTRUDER)).kind is Kind.EMERGENCY
    assert decided(opinion(0.6), cue(Hazard.FIRE, subjects=(Category.PEST,))).hazard


@pytest.mark.parametrize(
    ("kinds", "kind", "sure"),
    [
        ({"request": 0.6}, Kind.REQUEST, True),
        ({"request": 0.4}, Kind.REQUEST, False),
        ({"request": 0.1, "greeting": 0.6}, Kind.GREETING, True),
        ({"request": 0.3, "other": 0.6}, Kind.OTHER, False),  # to lose a wish costs more
        ({"request": 0.1, "other": 0.7}, Kind.OTHER, True),
    ],
)
def test_how_sure_one_must_be_goes_by_what_a_mistake_costs(
    kinds: Mapping[str, float], kind: Kind, sure: bool
) -> None:
    verdict = decided(opinion(kinds=kinds))
    assert verdict.kind is kind
    assert verdict.sure is sure
    assert verdict.confidence == kinds[kind]


@pytest.mark.parametrize(
    ("topics", "sure"),
    [
        ({"lift_broken": 0.3, "lift_slow": 0.3, "lift_dirty": 0.1}, True),  # one team has both
        ({"lift_dirty": 0.3, "lift_broken": 0.25, "lift_slow": 0.25}, False),
        ({"q_pool": 0.9}, False),  # no topic of the kind at all
    ],
)
def test_a_request_goes_to_a_team_that_is_likely_enough(
    topics: Mapping[str, float], sure: bool
) -> None:
    assert decided(opinion(topics=topics)).sure is sure


def test_what_names_nothing_and_is_like_nothing_is_a_guess() -> None:
    far = opinion(nearest=[(0, 0.3)])
    assert not decided(far).sure
    assert decided(far, Reading(subjects=(Category.ELEVATOR,))).sure
    assert not decided(far, Reading(kinds=(Kind.REQUEST,))).sure, "but not for what"
    thanks = opinion(kinds={"request": 0.1, "praise": 0.9}, nearest=[(0, 0.3)])
    assert decided(thanks, Reading(kinds=(Kind.PRAISE,))).sure, "nobody has to go anywhere"


@pytest.mark.parametrize("said_word_for_word", [True, False])
def test_a_remark_is_never_sure(said_word_for_word: bool) -> None:
    certain = opinion(kinds={"request": 0.0, "other": 0.99}, topics={"other_remark": 0.99})
    taught = {TEXT: ("other_remark", TEXT)} if said_word_for_word else {}
    verdict = decided(certain, taught=taught)
    assert verdict.topic is REMARK
    assert not verdict.sure


def test_words_that_were_taught_mean_their_topic_whatever_the_model_says() -> None:
    verdict = decided(opinion(0.9), cue(Hazard.FIRE), taught={TEXT: ("noise", "Words!")})
    assert (verdict.kind, verdict.topic) == (Kind.COMPLAINT, NOISE)
    assert verdict.sure
    assert verdict.confidence == pytest.approx(0.99)
    assert (verdict.evidence.by, verdict.evidence.said) == ("phrase", "Words!")


def test_a_complaint_about_what_was_reported_wants_news_too() -> None:
    again = Reading(repeated_failure=True)
    complains = opinion(kinds={"request": 0.1, "complaint": 0.8}, category=Category.NOISE)
    assert decided(complains, again).also == (Kind.STATUS,)
    assert decided(complains).also == ()
    assert decided(opinion(), again).also == ()
    assert decided(opinion(), again, taught={TEXT: ("noise", TEXT)}).also == (Kind.STATUS,)


def test_other_kinds_come_the_plainest_first() -> None:
    several = opinion(also={"request": 0.9, "status": 0.6, "question": 0.8, "praise": 0.4})
    assert decided(several).also == (Kind.QUESTION, Kind.STATUS)


@pytest.mark.parametrize(
    ("kinds", "urgent"),
    [({"request": 0.9}, True), ({"request": 0.1, "question": 0.9}, False)],
)
def test_only_what_opens_a_ticket_is_urgent(kinds: Mapping[str, float], urgent: bool) -> None:
    assert decided(opinion(kinds=kinds, urgent=0.8)).urgent is urgent


def test_topics_of_another_community_are_none() -> None:
    asks = opinion(
        kinds={"request": 0.0, "question": 0.9},
        category=Category.FACILITIES,
        topics={"own_1": 0.7, "q_pool": 0.2},
    )
    assert judge(asks).verdict({}).topic is OWN
    elsewhere = judge(asks, without=frozenset({"own_1"}))
    verdict = elsewhere.verdict({TEXT: ("own_1", TEXT)})
    assert verdict.topic is POOL
    assert "own_1" not in elsewhere.suggestions(verdict.topic)
    assert all(rival.topic != "own_1" for rival in verdict.evidence.rivals)


def test_with_every_topic_taken_away_there_is_still_an_answer() -> None:
    verdict = judge(opinion(), without=frozenset(TOPICS)).verdict({})
    assert (verdict.kind, verdict.topic, verdict.sure) == (Kind.REQUEST, None, False)


def test_suggestions_are_three_and_never_small_talk() -> None:
    likely = {"lift_broken": 0.4, "other_remark": 0.3, "noise": 0.1, "q_pool": 0.1, "fire_now": 0.1}
    asked = judge(opinion(topics=likely))
    assert asked.suggestions(asked.verdict({}).topic) == ("lift_broken", "noise", "q_pool")


@pytest.mark.parametrize("text", ["", "123", "！？", "12-3"])
def test_without_a_letter_nothing_was_said(text: str) -> None:
    assert decided(opinion(0.9), text=text) == NOTHING_SAID


@pytest.mark.parametrize(
    ("known", "near", "reading", "is_strange"),
    [
        (0.1, 0.2, Reading(), True),
        (0.5, 0.2, Reading(), False),
        (0.1, 0.8, Reading(), False),
        (0.1, 0.2, Reading(said={"frames.asking": "?"}), False),
    ],
)
def test_words_like_no_example_are_strange(
    known: float, near: float, reading: Reading, is_strange: bool
) -> None:
    verdict = decided(opinion(known=known, nearest=[(0, near)]), reading)
    assert (verdict == NOTHING_SAID) is is_strange


def test_a_near_example_is_the_evidence_else_a_cue_else_words() -> None:
    near, far = opinion(), opinion(nearest=[(0, 0.4)])
    told = Reading(kinds=(Kind.REQUEST,), said={"kinds.request.strong": "about"})
    assert (decided(near).evidence.by, decided(near).evidence.said) == ("phrase", "an example")
    assert (decided(far, told).evidence.by, decided(far, told).evidence.said) == ("rule", "about")
    assert (decided(far).evidence.by, decided(far).evidence.said) == ("words", "words")
