"""Mistakes in the files that managers edit: one of each sort, as a manager is told of it."""

from string import Formatter

from intents.mistakes import Flaw, Wrong, wrong

_ALL_KINDS = "request, complaint, question, emergency, praise, status, greeting, handoff, other"

EXAMPLES: list[Wrong] = [
    wrong("", Flaw.NOT_READ, problem="Permission denied"),
    wrong("", Flaw.NOT_YAML, problem="did not find expected ',' or ']'"),
    wrong("name.en", Flaw.TWICE, name="'en'"),
    wrong("", Flaw.NOT_A_MAPPING),
    wrong("name", Flaw.NOT_A_MAPPING),
    wrong("phrases.en", Flaw.NOT_A_LIST),
    wrong("team", Flaw.MISSING),
    wrong("mood", Flaw.UNKNOWN),
    wrong("palce", Flaw.MISSPELT, near="place"),
    wrong("kind", Flaw.NOT_ONE_OF, given="'wish'", allowed=_ALL_KINDS),
    wrong("urgent", Flaw.NOT_TRUE_OR_FALSE, given="'soon'"),
    wrong("phrases.en.3", Flaw.NOT_TEXT, given="False"),
    wrong("parts.dawn.hours.0", Flaw.NOT_A_NUMBER, given="'6'"),
    wrong("weekdays.7", Flaw.OUT_OF_RANGE, given="7", least=0, most=6),
    wrong("phrases.en", Flaw.EMPTY, given="[]"),
    wrong("phrases.en.0", Flaw.NO_WORDS, given="'<!>'"),
    wrong("answer.en", Flaw.TOO_LONG, length=499, most=450),
    wrong("again.2", Flaw.TOO_SHORT, given="'晏'"),
    wrong("id", Flaw.ODD_CHARACTERS, given="'Dry tap'"),
    wrong("study.0", Flaw.WORD_TAKEN, given="'study room'", other="kitchen"),
    wrong("place", Flaw.OTHER, problem="input should be shorter"),
    wrong("", Flaw.NO_TOPIC_AT_ALL),
    wrong("id", Flaw.NOT_THE_FILES_NAME, given="'wet_tap'", name="'dry_tap'"),
    wrong("id", Flaw.ID_TAKEN, given="'dry_tap'", other="tap.yaml"),
    wrong("phrases.en.0", Flaw.PHRASE_TAKEN, given="'A tap!'", other="tap.yaml", theirs="'a tap'"),
    wrong("name", Flaw.LACKS_A_LANGUAGE, language="zh-Hans"),
    wrong("hazard", Flaw.HAZARD),
    wrong("urgent", Flaw.NOT_URGENT),
    wrong("priority", Flaw.NO_PRIORITY, kind="request"),
    wrong("answer", Flaw.NO_ANSWER),
    wrong("answer", Flaw.ANSWERS_NOTHING, kind="request"),
    wrong("answer.en", Flaw.NOT_JINJA, problem="unexpected '}'"),
    wrong("answer.en", Flaw.UNSAYABLE, community="greenlake", problem="'fee' is undefined"),
    wrong("", Flaw.NO_SAMPLE),
    wrong("also", Flaw.ALSO_NO_KINDS, given="'status'"),
    wrong("also", Flaw.ALSO_THE_KIND, given="'request'"),
    wrong(
        "text",
        Flaw.TWO_MEANINGS,
        given="'a tap drips'",
        kind="question",
        category="water",
        where="samples/en.yaml:12",
        other_kind="request",
        other_category="water",
    ),
    wrong("not_urgent.3", Flaw.BRACKETS, given="'(no rush'"),
    wrong("not_urgent.3", Flaw.EMPTY_CUE, given="'(so|)'"),
]


def text_of(flaw: Flaw) -> str:
    return f"mistakes.{flaw.name.lower()}"


def told_with(flaw: Flaw) -> frozenset[str]:
    """The values that a sentence about this flaw may speak of."""
    fields = {name for _, name, _, _ in Formatter().parse(flaw.value) if name}
    return frozenset(fields | {"field", "at"})
