"""Which language a newcomer is greeted in: a guess from the messenger's tag."""

import pytest

from bot.reception import guess_language
from db.vocabulary import Language

HANT, HANS, EN = Language.HANT, Language.HANS, Language.EN


@pytest.mark.parametrize(
    ("code", "guess"),
    [
        ("zh-hant", HANT),
        ("zh-Hant", HANT),
        ("zh-TW", HANT),
        ("zh-hk", HANT),
        ("zh-mo", HANT),
        ("zh-Hant-HK", HANT),
        ("yue", HANT),
        ("yue-Hant", HANT),
        ("zh-hans", HANS),
        ("zh-Hans", HANS),
        ("zh-CN", HANS),
        ("zh-sg", HANS),
        ("zh-Hans-HK", HANS),
        ("en", EN),
        ("en-GB", EN),
        ("fr", EN),
        ("id", EN),
        ("fil", EN),
    ],
)
@pytest.mark.parametrize("community", list(Language))
def test_the_tag_decides_whatever_the_community_speaks(
    code: str, guess: Language, community: Language
) -> None:
    assert guess_language(code, community) is guess


@pytest.mark.parametrize("code", [None, ""])
@pytest.mark.parametrize("community", list(Language))
def test_without_a_tag_it_is_the_communitys_language(code: str | None, community: Language) -> None:
    assert guess_language(code, community) is community


@pytest.mark.parametrize(("community", "guess"), [(HANT, HANT), (HANS, HANS), (EN, HANS)])
def test_chinese_without_a_script_is_the_communitys(community: Language, guess: Language) -> None:
    assert guess_language("zh", community) is guess
