"""How each region speaks."""

import pytest

from db.vocabulary import Language, Region
from reminders.region import numbers, terms


@pytest.mark.parametrize(
    ("region", "language", "office", "gas", "lift"),
    [
        (Region.TW, Language.HANT, "管理中心", "瓦斯", "電梯"),
        (Region.HK, Language.HANT, "管理處", "煤氣", "升降機"),
        (Region.CN, Language.HANT, "物業服務中心", "燃氣", "電梯"),
        (Region.CN, Language.HANS, "物业服务中心", "燃气", "电梯"),
        (Region.HK, Language.EN, "management office", "gas", "lift"),
    ],
)
def test_the_words_of_a_region(
    region: Region, language: Language, office: str, gas: str, lift: str
) -> None:
    said = terms(region, language)
    assert (said.office, said.gas, said.lift) == (office, gas, lift)


@pytest.mark.parametrize("region", Region)
@pytest.mark.parametrize("language", Language)
def test_every_word_is_filled(region: Region, language: Language) -> None:
    assert all(terms(region, language).model_dump().values())


@pytest.mark.parametrize(
    ("region", "fire", "police", "ambulance", "fraud"),
    [
        (Region.TW, "119", "110", "119", "165"),
        (Region.HK, "999", "999", "999", "18222"),
        (Region.CN, "119", "110", "120", "96110"),
    ],
)
def test_whom_to_ring(region: Region, fire: str, police: str, ambulance: str, fraud: str) -> None:
    known = numbers(region)
    assert (known.fire, known.police, known.ambulance, known.fraud) == (
        fire,
        police,
        ambulance,
        fraud,
    )
    assert known.all >= {fire, police, ambulance, fraud, "112"}
