"""The answers to questions: complete, brief, true to the community's facts, in their own script."""

import re
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from opencc import OpenCC

import bot.demo
import intents

LANGUAGES = ("zh-Hant", "zh-Hans", "en")
MOST_FACTS = 60
LONGEST_RENDERED = 700
"""Characters a reader sees: two thirds of a phone screen."""

TOPICS = Path(intents.__file__).parent / "topics"
FACTS = Path(bot.demo.__file__).parent / "facts.yaml"

COMMUNITY = {"zh-Hant": "翠湖花園", "zh-Hans": "翠湖花园", "en": "Greenlake Gardens"}
OFFICE = {"office_phone": "02-2345-6789", "office_hours": "08:30–21:00"}
NUMBERS = {"fire": "119", "police": "110", "ambulance": "119"}
TERMS = {
    "zh-Hant": {
        "office": "管理中心",
        "estate": "社區",
        "gas": "瓦斯",
        "lift": "電梯",
        "fee": "管理費",
        "e_bike": "電動自行車",
    },
    "zh-Hans": {
        "office": "物业服务中心",
        "estate": "小区",
        "gas": "燃气",
        "lift": "电梯",
        "fee": "物业费",
        "e_bike": "电动自行车",
    },
    "en": {
        "office": "management office",
        "estate": "estate",
        "gas": "gas",
        "lift": "lift",
        "fee": "management fee",
        "e_bike": "e-bike",
    },
}

# 陽台, 游泳 and 人群 are good Traditional; OpenCC would write them another way.
WRITTEN_IN_BOTH = frozenset("台游群")
# In the language menu every language is named in its own script.
NAMES_OF_LANGUAGES = ("繁體中文", "简体中文")

_QUOTED = re.compile(r"\b(facts\.\w+|numbers\.\w+|office_\w+)\b")
_FACT = re.compile(r"\bfacts\.(\w+)\b")
_TAG = re.compile(r"<[^>]*>")
_DIGITS = re.compile(r"\d+")


@cache
def answers() -> dict[str, dict[str, str]]:
    """The answers of every question topic, by topic and language, as they are in the files."""
    topics = [yaml.safe_load(path.read_text("utf-8")) for path in sorted(TOPICS.glob("q_*.yaml"))]
    return {topic["id"]: topic["answer"] for topic in topics}


@cache
def facts() -> dict[str, dict[str, str]]:
    read: dict[str, dict[str, str]] = yaml.safe_load(FACTS.read_text("utf-8"))["facts"]
    return read


def given(language: str) -> dict[str, Any]:
    """What an answer can quote, for the demo community."""
    quotable = {name: words[language] for name, words in facts().items()}
    return {
        "community": COMMUNITY[language],
        "facts": quotable,
        "terms": TERMS[language],
        "numbers": NUMBERS,
        **OFFICE,
    }


def rendered(answer: str, language: str) -> str:
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    return unescape(environment.from_string(answer).render(given(language)))


def quoted_facts() -> set[str]:
    texts = [text for by_language in answers().values() for text in by_language.values()]
    return {name for text in texts for name in _FACT.findall(text)}


def written_wrongly(text: str, conversion: str) -> set[str]:
    """Characters of the other script: those that converting to the right one would change."""
    for name in NAMES_OF_LANGUAGES:
        text = text.replace(name, "")
    converter = OpenCC(conversion)
    return {c for c in text if c not in WRITTEN_IN_BOTH and converter.convert(c) != c}


EVERY_TOPIC = pytest.mark.parametrize("topic", answers())
EVERY_ANSWER = pytest.mark.parametrize(
    ("topic", "language"), [(topic, language) for topic in answers() for language in LANGUAGES]
)


def test_an_office_is_asked_more_than_a_few_things() -> None:
    assert len(answers()) >= 48


@EVERY_TOPIC
def test_a_question_is_answered_in_three_languages(topic: str) -> None:
    assert set(answers()[topic]) == set(LANGUAGES)
    assert all(answer.strip() for answer in answers()[topic].values())


@EVERY_ANSWER
def test_an_answer_says_something_brief_of_what_is_known(topic: str, language: str) -> None:
    said = _TAG.sub("", rendered(answers()[topic][language], language))
    assert 40 <= len(said) <= LONGEST_RENDERED
    assert "{{" not in said


@EVERY_ANSWER
def test_bold_is_all_the_markup_and_is_closed(topic: str, language: str) -> None:
    tags = _TAG.findall(answers()[topic][language])
    assert tags == ["<b>", "</b>"] * (len(tags) // 2)


@EVERY_TOPIC
def test_the_languages_tell_the_same(topic: str) -> None:
    quoted = {lang: set(_QUOTED.findall(answer)) for lang, answer in answers()[topic].items()}
    assert quoted["zh-Hans"] == quoted["zh-Hant"]
    assert quoted["en"] == quoted["zh-Hant"]


@EVERY_TOPIC
def test_an_answer_knows_its_community_only_through_what_is_given(topic: str) -> None:
    """No time, price or telephone number is written into an answer: others have others."""
    for answer in answers()[topic].values():
        words = re.sub(r"\{\{.*?\}\}", "", answer)
        assert not re.search(r"\d{1,2}:\d\d|\d{3,}|\d\s*元|NT\$|翠湖|Greenlake", words)


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
def test_chinese_punctuation_is_full_width(language: str) -> None:
    for topic, answer in answers().items():
        words = re.sub(r"\{\{.*?\}\}", "", answer[language])
        assert not re.search(r"[\u4e00-\u9fff]\s*[,;!?:()]", words), topic


@EVERY_TOPIC
def test_traditional_answers_are_in_traditional_characters(topic: str) -> None:
    assert written_wrongly(rendered(answers()[topic]["zh-Hant"], "zh-Hant"), "s2t") == set()


@EVERY_TOPIC
def test_simplified_answers_are_in_simplified_characters(topic: str) -> None:
    assert written_wrongly(rendered(answers()[topic]["zh-Hans"], "zh-Hans"), "t2s") == set()


def test_the_check_of_scripts_sees_a_wrong_character() -> None:
    assert written_wrongly("请在管理中心登記", "s2t") == {"请"}
    assert written_wrongly("请在管理中心登記", "t2s") == {"記"}


def test_every_fact_that_is_quoted_exists() -> None:
    assert quoted_facts() <= set(facts())


def test_every_fact_is_quoted_somewhere() -> None:
    assert set(facts()) <= quoted_facts()


def test_the_facts_are_few_enough_to_fill_in() -> None:
    assert len(facts()) <= MOST_FACTS


@pytest.mark.parametrize("name", facts())
def test_a_fact_is_short_and_in_three_languages(name: str) -> None:
    assert set(facts()[name]) == set(LANGUAGES)
    assert all(0 < len(words) <= 100 for words in facts()[name].values())
    assert not any(words.endswith(("。", ".")) for words in facts()[name].values())


@pytest.mark.parametrize("name", facts())
def test_a_fact_has_the_same_figures_in_both_scripts(name: str) -> None:
    hant, hans = (set(_DIGITS.findall(facts()[name][language])) for language in LANGUAGES[:2])
    assert hant <= hans, "a mainland reader may be told more, such as what a ping is, never less"


@pytest.mark.parametrize("name", facts())
def test_a_fact_is_explained_in_a_comment(name: str) -> None:
    assert re.search(rf"(?m)^  {name}:  # \S", FACTS.read_text("utf-8"))
