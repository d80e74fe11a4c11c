"""The explanation for whoever keeps the topics: everything that was decided, a line each."""

from intents import Category, Evidence, Hazard, Kind, Rival, Slots, Understanding, Wish
from intents.explain import explain

PLAIN = Understanding(
    kind=Kind.REQUEST,
    category=Category.ELEVATOR,
    urgent=False,
    confidence=0.42,
    sure=False,
    evidence=Evidence("nothing", "", 0.0),
)


def test_little_that_is_known_is_said_plainly() -> None:
    assert explain(PLAIN).splitlines() == [
        "request, elevator",
        "topic       none",
        "confidence  0.42 (not sure: asks)",
        "because     nothing:  (0.0)",
        "slots       none",
        "language    open",
    ]


def test_everything_that_is_known_is_said() -> None:
    said = explain(
        Understanding(
            kind=Kind.COMPLAINT,
            category=Category.WATER,
            urgent=True,
            confidence=0.9,
            sure=True,
            evidence=Evidence("phrase", "漏水", 0.8, (Rival("tap_fault", 0.1),)),
            kinds=(Kind.STATUS, Kind.REQUEST),
            topic="water_leak",
            slots=Slots(floor="12"),
            language="zh-Hant",
            wishes=(Wish("漏水", Kind.REQUEST, Category.WATER, True, 0.9, "water_leak"),),
            doubtful=Hazard.WATER,
            refers_back=True,
        )
    )
    assert said.splitlines() == [
        "complaint (also status, request), water, urgent",
        "topic       water_leak",
        "confidence  0.9 (sure)",
        "because     phrase: 漏水 (0.8)",
        "rival       tap_fault 0.1",
        "slots       {'floor': '12'}",
        "language    zh-Hant",
        "doubtful    water: is it happening now?",
        "refers back to something reported before",
        "wish        request, water, water_leak: 漏水",
    ]
