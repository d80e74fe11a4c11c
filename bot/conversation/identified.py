"""Whether words say who somebody is, and hardly more: 「我認得他，是李保」, "the man is Bob"."""

import re

from bot.conversation import owner_words
from intents.normalise import bare, fold

_CLAUSES = re.compile("[,.。!?;:、~]+")


def _any_of(words: str) -> str:
    """A pattern of any of these, written as owners write them."""
    return "(?:" + "|".join(map(fold, words.split("/"))) + ")"


_CRY = re.compile(
    _any_of(
        "救命/救我/救救我/快來/快嚟/快點/快啲/快點來/快啲嚟/快來人"
        "/help/help me/hurry/please/come quick"
    )
    + "(?:啊|呀)?"
)
_OPENING = re.compile(
    _any_of(
        "我認得/我識得/我認識/我知道/我看到/我見到/我覺得/我想/我睇到/原來/應該/好像/好似/可能/一定/肯定"
        "/真的/真係/其實/沒錯/冇錯/打我的人/i think/i know/i believe/i am sure/i'm sure/turns out"
        "/it turns out/actually/i recogni[sz]ed?/i saw/now i see/maybe/probably/yes"
    )
    + rf"(?: ?{_any_of('他/佢/她/him/who it is/his face/that')}\b)?"
    + " ?"
)
_WHO = re.compile(
    _any_of(
        "他/她/佢/那個人/嗰個人/這個人/那人/那個男的/嗰個男人/那個男人/嗰個男人/嗰條友/那傢伙/對方/兇手"
        "/打我的人/打我嘅人/打人的/打我的/門外的人/門口的人/外面的人"
        "/(?:the|that|this) (?:man|guy|person|attacker|intruder|thief)/his name/her name"
        "/he/she/it/that/this"
    )
    + " ?"
)
_IS = re.compile(
    _any_of("(?:就|正)?(?:是|係)(?:你們|你哋)?的?/(?:名字)?(?:叫做?|是叫)/(?:is called|is|was|'s)")
    + r"(?: him\b| her\b)? ?"
)
_ENDING = re.compile(
    _any_of(
        "(?:幹|做|搞|打|弄|害|砍|傷|偷|來|嚟)(?:我|人)?(?:的|嘅|㗎)(?:好事)?/啊/呀/啦/喔/了/㗎/沒錯/冇錯/本人"
        "/(?:這|那|呢|嗰)(?:個人|傢伙|個保安)/嚟/(?:who |that )?(?:did|does) (?:it|this|that)"
        "/is the one/again/for sure/(?:from|of|in) (?:the |your )?(?:[a-z]+ ){0,2}[a-z]+"
        "/the (?:guard|plumber|cleaner|technician|repairman|manager)"
    )
)


def is_identified(text: str, name: str) -> bool:
    """By this name, as it was said; and no more is told of them."""
    clauses = [each.strip() for each in _CLAUSES.split(fold(text))]
    told = bare(" ".join(each for each in clauses if each and not _CRY.fullmatch(each)))
    before, named, after = told.partition(bare(name))
    if not named:
        return False
    opening, left = _take(_OPENING, before.lstrip())
    _, left = _take(_WHO, left)
    _, left = _take(_OPENING, left)
    is_, left = _take(_IS, left)
    if _without_roles(left):
        return False
    if after.strip() and not _ENDING.fullmatch(after.strip()):
        return False
    if is_ or _RECOGNISED.search(opening):
        return True
    return bool(_DID_IT.search(after))


def _take(pattern: re.Pattern[str], words: str) -> tuple[str, str]:
    """What they begin with, and the rest."""
    begins = pattern.match(words)
    return (begins[0], words[begins.end() :]) if begins else ("", words)


_DID_IT = re.compile(
    _any_of("(?:幹|做|搞|打|弄|害|砍|傷)(?:我|人)?(?:的|嘅)/(?:did|does)/is the one")
)
_RECOGNISED = re.compile(_any_of("認得/識得/認識/recogni"))


def _without_roles(words: str) -> str:
    """Nothing is left of 保安 before the name, and of "the plumber"."""
    for role in owner_words.found_in(words)["role"]:
        words = words[: role.start] + " " * (role.end - role.start) + words[role.end :]
    return words.strip()
