"""One reading of one text: every rule that can be judged from the words alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from db.vocabulary import Language, Region, Theme
from reminders.proofreading import lexicon
from reminders.proofreading.fault import Fault, Field, Rule
from reminders.region import numbers

MOST_HAN, MOST_LATIN = 180, 360
_LONGEST_SENTENCE = {Language.HANT: 38, Language.HANS: 38, Language.EN: 22}
"""Han characters, or English words."""
_MOST_PROHIBITIONS = 2
_IN_DANGER = {Theme.FIRE, Theme.COLD, Theme.HEAT}

_HAN = re.compile(r"[\u4e00-\u9fff]")
_UNFILLED = re.compile(
    r"\{\{.{0,80}?\}\}|\{%.{0,80}?%\}|\b(?:None|TODO|TBC|undefined|X{2,})\b"
    r"|_{2,}|＿+|[○〇◯]{2,}|\[[^\]]{0,40}\]"
)
_TELEPHONE = re.compile(
    r"(?<![\d$¥€.,:/-])(?!20\d\d(?!\d))\d{3,7}(?![\d:/-]|[.,]\d)"
    r"(?!\s*(?:年|元|[號号樓楼室戶户人份度米瓦%]|公尺|毫升|公升|平方|ml\b|W\b|kg\b|people\b|homes\b))"
)
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s，。、；）)]+|(?:[\w-]{1,63}\.){1,5}[a-z]{2,24}/[^\s，。、；）)]*"
)
_SHOUT = re.compile(r"\b[A-Z]{2,}(?: [A-Z]{2,})+\b|\b[A-Z]{4,}\b")
_SENTENCE_END = re.compile(r"[。！？；!?;\n]+|\.(?=\s|$)")
_PROHIBITIONS = {
    Language.HANT: re.compile(
        r"(?<![特分個區識辨差類告級性])別(?![人的處墅名稱忘漏])|不要|不可|不得|切勿|請勿|嚴禁|禁止"
    ),
    Language.HANS: re.compile(
        r"(?<![特分个区识辨差类告级性])别(?![人的处墅名称忘漏落])|不要|不可|不得|切勿|请勿|严禁|禁止"
    ),
    Language.EN: re.compile(r"\b(?:never|do not|don't|must not|not allowed|forbidden)\b", re.I),
}
_PERSONAL = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.]{1,63}"  # an e-mail address
    r"|(?<![\w-])09\d{2}-?\d{3}-?\d{3}(?!\d)"  # a mobile telephone in Taiwan,
    r"|(?<!\d)1[3-9]\d{9}(?!\d)"  # on the mainland,
    r"|(?<!\d)[569]\d{3}[ -]?\d{4}(?!\d)"  # in Hong Kong
    r"|\b[A-Z][12]\d{8}\b|(?<!\d)\d{17}[\dXx]\b|\b[A-Z]{1,2}\d{6}\([\dA]\)"  # identity cards
)


@dataclass(frozen=True)
class Words:
    """A letter between its greeting and its signature, as a reader in one place has it."""

    region: Region
    language: Language
    theme: Theme | None
    pieces: tuple[tuple[Field, str], ...]
    """Title, reason, each action: where it is written, and the words."""
    body: str
    """All but the title, as it stands in the letter."""

    @property
    def whole(self) -> str:
        return "\n".join(text for _, text in self.pieces)


def words_of(
    text: str, region: Region, language: Language, *, theme: Theme | None, office_phone: str
) -> Words:
    """A manager's own words. The office's own number may be named in them."""
    said = text.replace(office_phone, "")
    return Words(region, language, theme, (((), said),), said)


def proofread(words: Words) -> Iterator[Fault]:
    """Every fault, those of the whole first, then piece by piece."""
    yield from _too_long(words)
    yield from _without_emergency_number(words)
    yield from _exclaiming(words)
    yield from _forbidding(words)
    for field, text in words.pieces:
        yield from _unfilled(field, text)
        if field[:1] == ("actions",):
            yield from _without_verb(field, text, words.language)
        yield from _strange_numbers(field, text, words.region)
        yield from _links(field, text)
        yield from _shouting(field, text)
        yield from _frightening(field, text, words.language)
        yield from _foreign_script(field, text, words.language)
        yield from _long_sentences(field, text, words.language)
        yield from _personal(field, text)


def _too_long(words: Words) -> Iterator[Fault]:
    latin = words.language is Language.EN
    length = len(words.body) if latin else len(_HAN.findall(words.body))
    most = MOST_LATIN if latin else MOST_HAN
    if length > most:
        yield Fault(Rule.TOO_LONG, (), {"length": length, "most": most})


def _without_emergency_number(words: Words) -> Iterator[Fault]:
    known = numbers(words.region)
    emergency = dict.fromkeys((known.fire, known.police, known.ambulance))
    if words.theme in _IN_DANGER and not emergency.keys() & set(re.findall(r"\d+", words.whole)):
        yield Fault(Rule.NO_EMERGENCY_NUMBER, (), {"known": " / ".join(emergency)})


def _exclaiming(words: Words) -> Iterator[Fault]:
    count = len(re.findall("[!！]", words.whole))
    if count > 1:
        yield Fault(Rule.EXCLAIMS, (), {"count": count})


def _forbidding(words: Words) -> Iterator[Fault]:
    count = len(_PROHIBITIONS[words.language].findall(words.whole))
    if count > _MOST_PROHIBITIONS:
        yield Fault(Rule.FORBIDS, (), {"count": count, "most": _MOST_PROHIBITIONS})


def _unfilled(field: Field, text: str) -> Iterator[Fault]:
    for place in _UNFILLED.findall(text):
        yield Fault(Rule.UNFILLED, field, {"words": place})


def _without_verb(field: Field, text: str, language: Language) -> Iterator[Fault]:
    verbs = lexicon.verbs(language)
    if language is Language.EN:
        begins = text.split()[0].lower().strip(",;:") in verbs
    else:
        begins = text.startswith(verbs)
    if not begins:
        yield Fault(Rule.NO_VERB, field, {"words": text})


def _strange_numbers(field: Field, text: str, region: Region) -> Iterator[Fault]:
    known = numbers(region)
    for number in _TELEPHONE.findall(text):
        if number not in known.all:
            listed = dict.fromkeys((known.fire, known.police, known.ambulance, known.fraud))
            yield Fault(Rule.STRANGE_NUMBER, field, {"number": number, "known": " / ".join(listed)})


def _links(field: Field, text: str) -> Iterator[Fault]:
    for link in _LINK.findall(text):
        if not is_trusted(link):
            yield Fault(Rule.LINK, field, {"words": link})


def is_trusted(link: str) -> bool:
    """Of a site that every reader can tell by its name."""
    return host(link).endswith(lexicon.trusted_sites())


def is_shortened(link: str) -> bool:
    return host(link) in lexicon.shorteners()


def host(link: str) -> str:
    return re.sub(r"^https?://", "", link).split("/")[0].split("?")[0].lower()


def _shouting(field: Field, text: str) -> Iterator[Fault]:
    for words in _SHOUT.findall(text):
        yield Fault(Rule.SHOUTS, field, {"words": words})


def _frightening(field: Field, text: str, language: Language) -> Iterator[Fault]:
    for threat in lexicon.threats(language):
        pattern = rf"\b{threat}\b" if language is Language.EN else threat
        if re.search(pattern, text, re.IGNORECASE):
            yield Fault(Rule.FRIGHTENS, field, {"words": threat})


def _foreign_script(field: Field, text: str, language: Language) -> Iterator[Fault]:
    rule = Rule.FOREIGN_SCRIPT
    match language:
        case Language.HANT:
            foreign = {sign for sign in text if lexicon.is_simplified(sign)}
        case Language.HANS:
            rule = Rule.TRADITIONAL_IN_SIMPLIFIED
            foreign = {sign for sign in text if lexicon.is_traditional(sign)}
        case Language.EN:
            foreign = set(_HAN.findall(text))
    if foreign:
        yield Fault(rule, field, {"words": "".join(sorted(foreign))})


def _long_sentences(field: Field, text: str, language: Language) -> Iterator[Fault]:
    most = _LONGEST_SENTENCE[language]
    for sentence in map(str.strip, _SENTENCE_END.split(text)):
        latin = language is Language.EN
        length = len(sentence.split()) if latin else len(_HAN.findall(sentence))
        if length > most:
            beginning = " ".join(sentence.split()[:5]) if latin else sentence[:10]
            yield Fault(
                Rule.LONG_SENTENCE, field, {"words": beginning, "length": length, "most": most}
            )


def _personal(field: Field, text: str) -> Iterator[Fault]:
    for words in _PERSONAL.findall(text):
        yield Fault(Rule.PERSONAL, field, {"words": words})
