"""A catalogue small enough to learn in a moment: five topics, two scripts, a few samples."""

from collections.abc import Sequence

from intents import Catalogue, Category, Hazard, Kind, Priority, Team, Topic
from intents.samples import Sample

WHEN = ("", " today", " again", " since monday", " this morning", " now")
SAID = {
    "lift_broken": (("the lift is broken", "the lift has stopped"), ("電梯壞了", "電梯不動了")),
    "tap_drips": (("my tap is dripping", "the kitchen tap drips"), ("水龍頭漏水", "水龍頭一直滴")),
    "noise": (("my neighbour is too loud", "so much noise upstairs"), ("樓上太吵了", "隔壁好吵")),
    "q_pool": (("when does the pool open", "pool opening hours"), ("泳池幾點開", "泳池開到幾點")),
    "fire_now": (("there is a fire here", "the kitchen is on fire"), ("失火了快來", "廚房著火")),
}


def topic(name: str, english: Sequence[str] = (), han: Sequence[str] = (), **more: object) -> Topic:
    """A request about something else, unless more is said."""
    fields: dict[str, object] = {
        "kind": Kind.REQUEST,
        "category": Category.OTHER,
        "team": Team.REPAIRS,
        "priority": Priority.P3,
        **more,
    }
    if fields["kind"] is Kind.QUESTION:
        fields |= {"priority": None, "answer": dict.fromkeys(("zh-Hant", "zh-Hans", "en"), "9")}
    return Topic.model_validate(
        {
            "id": name,
            "name": dict.fromkeys(("zh-Hant", "zh-Hans", "en"), name[:12]),
            "phrases": {
                "en": tuple(english) or (f"{name} in english",),
                "zh-Hant": tuple(han) or (f"{name} 繁",),
                "zh-Hans": tuple(f"请问{each}" for each in han) or (f"{name} 简",),
            },
            **fields,
        }
    )


def _said(name: str, **more: object) -> Topic:
    english, han = SAID[name]
    return topic(
        name,
        [f"{each}{when}" for each in english for when in WHEN],
        [f"{when}{each}" for each in han for when in ("", "今天", "現在", "早上", "又")],
        **more,
    )


CATALOGUE = Catalogue(
    {
        each.id: each
        for each in (
            _said("lift_broken", category=Category.ELEVATOR),
            _said("tap_drips", category=Category.WATER),
            _said("noise", category=Category.NOISE, kind=Kind.COMPLAINT, team=Team.SERVICE),
            _said("q_pool", category=Category.FACILITIES, kind=Kind.QUESTION, team=Team.SERVICE),
            _said(
                "fire_now",
                category=Category.FIRE_SAFETY,
                kind=Kind.EMERGENCY,
                hazard=Hazard.FIRE,
                urgent=True,
                priority=Priority.P1,
            ),
        )
    }
)

SAMPLES = tuple(
    Sample(f"{hello}{text}{bye}", kind, category, urgent=kind is Kind.EMERGENCY)
    for hello in ("hello, ", "dear manager, ")
    for bye in ("", ", thank you", ", unit 5b")
    for text, kind, category in (
        ("the lift in our block is broken, please send somebody", Kind.REQUEST, Category.ELEVATOR),
        ("the tap in my kitchen is dripping, please fix it", Kind.REQUEST, Category.WATER),
        ("so much noise from my neighbour upstairs again", Kind.COMPLAINT, Category.NOISE),
        ("could you tell me when the pool does open", Kind.QUESTION, Category.FACILITIES),
        ("there is a fire in the kitchen, come now", Kind.EMERGENCY, Category.FIRE_SAFETY),
    )
)
