"""What people read: reviewed in golden files, in their own script, brief, and safe to send."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from markupsafe import Markup
from opencc import OpenCC

import intents
from bot.conversation.wishes import ONESELF
from bot.texts import FOLDER, Texts, phrase_guard
from db.vocabulary import Language, Region
from reminders import proofreading
from tests.texts.call_sites import call_sites
from tests.texts.samples import SAMPLES, samples
from tests.texts.samples.world import rendered, voice, worded

_GOLDEN = Path(__file__).with_name("golden")

_TAGS = frozenset({"b", "i", "u", "s", "code", "pre", "a", "blockquote"})
"""What Telegram's HTML knows, as far as the texts may need it."""

_FORBIDDEN = {
    Language.HANT: [
        "連小孩都", "一分錢一分貨", "絕對不可能", "不關我們", "不是我們負責", "我不清楚", "好像是",
        "我沒說過", "我不知道怎麼", "公司規定", "看不懂字", "自己看", "改天再", "有空再",
    ],
    Language.HANS: [
        "连小孩都", "一分钱一分货", "绝对不可能", "不关我们", "不归我们管", "我不清楚", "好像是",
        "我没说过", "我不知道怎么", "公司规定", "不识字", "自己看", "改天再", "有空再",
    ],
    Language.EN: [
        "even a child", "get what you pay for", "impossible", "not our business",
        "not our department", "not sure", "never said", "don't know how", "company policy",
        "can't you read", "some day ", "some day.", "get back to you",
    ],
}  # fmt: skip
"""The phrases that never leave the house, by words they cannot do without."""

_OF_ALL_LANGUAGES = frozenset(
    {
        "common.choose_language",
        "common.choose_community",
        "owner.invited",
        "owner.invitation_refused",
    }
)
"""Said before it is known what somebody reads."""

_QUOTED = re.compile("<blockquote>.*?</blockquote>", re.S)

_HAN = re.compile(r"[\u4e00-\u9fff]")

_OF_MANY = re.compile(
    r"(?<![\w#/.:-])(?<!Line )1 (?:more )?(?!days|characters|is\b)(?:people|[a-z]+s)\b"
)

_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf\u2b05\u23e9-\u23fa]")

_ALSO_TRADITIONAL = frozenset(
    yaml.safe_load(
        Path(proofreading.__file__).with_name("lexicon.yaml").read_text(encoding="utf-8")
    )["also_traditional"]
    + "游群"  # the converter prefers 遊 and 羣, which are other words or rarer forms
)


Said = dict[Language, list[tuple[str, str]]]


# --- as reviewed ------------------------------------------------------------------------------


@pytest.mark.parametrize("language", Language)
def test_the_texts_read_as_they_were_reviewed(
    said: Said, language: Language, writes_golden: bool
) -> None:
    """After a change: `make golden`, then read the difference as an owner would."""
    read = "\n".join(f"———— {name}\n{words}\n" for name, words in said[language])
    reviewed = _GOLDEN / f"{language.value}.txt"
    if writes_golden:
        reviewed.parent.mkdir(exist_ok=True)
        reviewed.write_text(read, encoding="utf-8")
    assert read == reviewed.read_text(encoding="utf-8")


def test_the_languages_have_the_same_texts_and_values(texts: Texts) -> None:
    assert texts.mistakes() == []


def test_every_sample_is_of_a_text_that_is_said(texts: Texts) -> None:
    assert sorted(set(SAMPLES) - texts.names) == []


def test_a_text_that_one_language_lacks_is_a_mistake(tmp_path: Path) -> None:
    for language in Language:
        (tmp_path / language.value).mkdir()
        (tmp_path / language.value / "owner.j2").write_text("{% block a %}{{ x }}{% endblock %}")
    (tmp_path / "en" / "owner.j2").write_text("{% block b %}{% endblock %}")
    assert Texts(tmp_path).mistakes() == [
        "text owner.a is missing in en",
        "text owner.b is missing in zh-Hant, zh-Hans",
    ]


def _all_ones(value: Any) -> Any:
    """The same with one of everything that there is."""
    if isinstance(value, dict):
        return {key: _all_ones(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_all_ones(each) for each in value]
    return 1 if type(value) is int and value else value


def test_of_one_nobody_speaks_as_of_many(texts: Texts) -> None:
    """But for what is never one: the days of a plan, the length of what is too long."""
    said = [
        rendered(texts, name, Language.EN, _all_ones(values))
        for name in sorted(texts.names)
        for values in samples(name)
    ]
    assert [_OF_MANY.findall(words) for words in said if _OF_MANY.search(words)] == []


# --- fit for the messenger --------------------------------------------------------------------


class _Markup(HTMLParser):
    """Keeps the tags that are open; complains of one Telegram does not know or that is crossed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        assert tag in _TAGS
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", Language)
def test_the_markup_is_whole_and_known_to_telegram(said: Said, language: Language) -> None:
    for name, words in said[language]:
        parser = _Markup()
        parser.feed(words)
        parser.close()
        assert parser.open == [], name


@pytest.mark.parametrize("region", Region)
def test_every_text_can_be_said_in_every_region(texts: Texts, region: Region) -> None:
    speaker = voice(texts, region)
    for language in Language:
        for name in texts.names:
            for values in samples(name):
                speaker.html(name, language, **worded(values, language))


@pytest.mark.parametrize("language", Language)
def test_what_people_call_themselves_is_escaped(texts: Texts, language: Language) -> None:
    words = rendered(texts, "owner.greeting", language, {"name": "<b>Bob</b> & co"})
    assert "&lt;b&gt;Bob&lt;/b&gt; &amp; co" in words


@pytest.mark.parametrize("language", Language)
def test_every_text_is_brief(said: Said, language: Language) -> None:
    long = [name for name, words in said[language] if len(words) > 1500]
    assert long == []


@pytest.mark.parametrize("language", Language)
def test_a_card_fits_a_phone(texts: Texts, language: Language) -> None:
    for values in samples("owner.card"):
        card = rendered(texts, "owner.card", language, values)
        assert len([line for line in card.splitlines() if line]) <= 9, card


@pytest.mark.parametrize("language", Language)
def test_a_toast_fits_over_its_button(texts: Texts, language: Language) -> None:
    toasts = {site.name for site in call_sites() if site.is_toast}
    assert len(toasts) > 15
    for name in toasts:
        for values in samples(name):
            toast = voice(texts).words(name, language, **worded(values, language))
            assert len(toast) <= 200, name


@pytest.mark.parametrize("language", Language)
def test_the_invitation_fits_under_its_picture(texts: Texts, language: Language) -> None:
    for values in samples("manager.invitation"):
        assert len(rendered(texts, "manager.invitation", language, values)) <= 1024


@pytest.mark.parametrize("language", Language)
def test_button_labels_are_short(texts: Texts, language: Language) -> None:
    limit = 24 if language is Language.EN else 20
    for name in sorted(texts.names):
        if name.startswith("buttons."):
            (values,) = samples(name)
            label = rendered(texts, name, language, values)
            assert len(label) <= (limit if not values else 40), label
            assert len(_EMOJI.findall(label)) <= 1, label
            assert "\n" not in label


# --- in the reader's own language -------------------------------------------------------------


@pytest.mark.parametrize("language", Language)
def test_nothing_says_what_must_never_be_said(said: Said, language: Language) -> None:
    """Held to more than staff are: to the bare words as well.

    What it quotes is not its own, and what a button says is said by whoever presses it.
    """
    for name, words in said[language]:
        own = Markup(_QUOTED.sub("", words)).striptags()
        heard = own.casefold().replace("’", "'")
        assert [phrase for phrase in _FORBIDDEN[language] if phrase in heard] == [], name
        assert name.startswith("buttons.") or phrase_guard.check(own) == (), name


def _sources(language: Language) -> Iterator[tuple[str, str]]:
    """The texts as written, block by block, without the values they are given."""
    for path in sorted((FOLDER / language.value).glob("*.j2")):
        source = path.read_text(encoding="utf-8")
        for block, body in re.findall(r"{% block (\w+) %}(.*?){% endblock %}", source, re.S):
            if f"{path.stem}.{block}" not in _OF_ALL_LANGUAGES:
                yield f"{path.stem}.{block}", body


def test_traditional_chinese_is_written_in_traditional_characters() -> None:
    to_hans, to_hant = OpenCC("t2s"), OpenCC("s2t")
    for name, body in _sources(Language.HANT):
        simplified = {
            sign
            for sign in _HAN.findall(body)
            if sign not in _ALSO_TRADITIONAL
            and to_hans.convert(sign) == sign
            and to_hant.convert(sign) != sign
        }
        assert not simplified, name


def test_simplified_chinese_is_written_in_simplified_characters() -> None:
    to_hans = OpenCC("t2s")
    for name, body in _sources(Language.HANS):
        written = body.replace('"zh-Hant": "繁"', "")
        traditional = {sign for sign in _HAN.findall(written) if to_hans.convert(sign) != sign}
        assert not traditional, name


def test_english_is_written_in_english() -> None:
    for name, body in _sources(Language.EN):
        written = body.replace('"zh-Hant": "繁", "zh-Hans": "简"', "")
        assert not _HAN.findall(written), name


@pytest.mark.parametrize("language", [Language.HANT, Language.HANS])
def test_chinese_is_punctuated_in_full_width(language: Language) -> None:
    for name, body in _sources(language):
        beside_han = re.findall(r"[\u4e00-\u9fff][,;:!?()]|[,;:!?()][\u4e00-\u9fff]", body)
        assert beside_han == [], name


# --- places -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", Language)
def test_every_room_an_owner_can_name_has_a_word(texts: Texts, language: Language) -> None:
    rooms = yaml.safe_load(
        Path(intents.__file__).with_name("rooms.yaml").read_text(encoding="utf-8")
    )
    nowhere = {"building": None, "floor": None, "door": None, "said": None}
    for room in rooms:
        assert rendered(texts, "common.place", language, nowhere | {"room": room}), room


@pytest.mark.parametrize("language", Language)
def test_every_role_an_owner_can_name_has_a_word(texts: Texts, language: Language) -> None:
    things = yaml.safe_load(
        Path(intents.__file__).with_name("things.yaml").read_text(encoding="utf-8")
    )
    for role in things["people"].keys() - ONESELF:
        assert rendered(texts, f"roles.{role}", language, {}), role


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            Language.HANT,
            "3棟12樓F／廚房|3棟12樓／走廊|3棟地面層／電梯|B2／停車場|游泳池",
        ),
        (
            Language.HANS,
            "3栋12楼F室／厨房|3栋12楼／楼道|3栋地面层／电梯|B2／停车场|游泳池",
        ),
        (
            Language.EN,
            "Block 3, 12/F, Flat F, kitchen|Block 3, 12/F, corridor|Block 3, G/F, lift|"
            "B2, car park|Swimming pool",
        ),
    ],
)
def test_a_place_reads_as_residents_say_it(texts: Texts, language: Language, expected: str) -> None:
    *in_parts, as_said, nothing = samples("common.place")
    assert [rendered(texts, "common.place", language, each) for each in in_parts] == expected.split(
        "|"
    )
    said = rendered(texts, "common.place", language, as_said)
    assert said[1:-1] == worded(as_said["said"], language)
    assert rendered(texts, "common.place", language, nothing) == ""


# --- life safety ------------------------------------------------------------------------------


@pytest.mark.parametrize("region", Region)
@pytest.mark.parametrize("language", Language)
def test_an_emergency_begins_with_the_number_to_ring(
    texts: Texts, region: Region, language: Language
) -> None:
    speaker = voice(texts, region)
    numbers = speaker.given(language)["numbers"]
    hazards = [name for name in texts.names if name.startswith("emergency.")]
    assert len(hazards) == 9
    for name in hazards:
        card = speaker.html(name, language)
        first, *orders, last = card.splitlines()
        assert set(re.findall(r"<b>(\d+)</b>", first)) <= numbers.all
        assert re.search(r"<b>\d+</b>", first), name
        assert 3 <= len(orders) <= 8, name
        assert all(order.startswith("・") for order in orders), name
        assert last.startswith("📣"), name
        assert not re.search("[?？]", card), name
