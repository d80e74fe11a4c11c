"""The matcher finds the nearest label through typos and company, and stays quick with thousands."""

import random
import time

from intents.matcher import Example, Matcher

EXAMPLES = [
    Example("lift", "電梯壞了"),
    Example("lift", "the lift is broken"),
    Example("leak", "廚房水管漏水"),
    Example("leak", "water is leaking under the sink"),
    Example("noise", "樓上半夜很吵"),
    Example("noise", "neighbours are too loud at night"),
]


def test_the_nearest_label_comes_first_with_its_phrase() -> None:
    first, *_ = Matcher(EXAMPLES).match("我們這棟電梯又壞了")
    assert (first.label, first.phrase) == ("lift", "電梯壞了")
    assert 0 < first.score <= 1


def test_an_exact_phrase_scores_higher_than_a_similar_one() -> None:
    matcher = Matcher(EXAMPLES)
    exact, similar = matcher.match("the lift is broken")[0], matcher.match("a lift broke")[0]
    assert exact.label == similar.label == "lift"
    assert exact.score > similar.score


def test_typos_do_not_hide_a_word() -> None:
    assert Matcher(EXAMPLES).match("watr is leeking undr the snik")[0].label == "leak"


def test_what_shares_nothing_matches_nothing() -> None:
    assert Matcher(EXAMPLES).match("zzz") == []
    assert Matcher(EXAMPLES).match("") == []
    assert Matcher([]).match("電梯") == []


def test_scores_come_by_falling_score() -> None:
    scores = [match.score for match in Matcher(EXAMPLES).match("廚房很吵，電梯漏水")]
    assert len(scores) == 3
    assert scores == sorted(scores, reverse=True)


def test_word_for_word_looks_past_script_and_punctuation() -> None:
    found = Matcher(EXAMPLES).word_for_word("电梯坏了！")
    assert found == EXAMPLES[0]
    assert Matcher(EXAMPLES).word_for_word("电梯坏") is None


def test_time_stays_flat_as_phrases_grow() -> None:
    chance = random.Random(7)
    words = [
        "".join(chance.choices("abcdefghijklmnop", k=chance.randint(3, 8))) for _ in range(900)
    ]
    many = [Example(str(n % 150), " ".join(chance.choices(words, k=7))) for n in range(12_000)]
    asked = [example.text for example in many[::60]]
    few_took, many_took = _median(Matcher(many[:1_500]), asked), _median(Matcher(many), asked)
    assert many_took < 4 * few_took


def _median(matcher: Matcher, asked: list[str]) -> float:
    seconds = []
    for text in asked:
        began = time.perf_counter()
        matcher.match(text)
        seconds.append(time.perf_counter() - began)
    return sorted(seconds)[len(seconds) // 2]
