"""Whether a clause says who somebody is, and hardly more: 「我認得他，是李保」, "it is Bob"."""

import re
from collections.abc import Sequence

from bot.conversation import owner_words
from intents.normalise import bare, fold

_CLAUSE = re.compile(
    r"((?:(?! (?:and|but) (?:he|she|i)\b)[^,.。!?;:、~])+)([,.。!?;:、~]*)(?: (?:and|but)\b)?"
)
"""And the marks after it, of which one may be a question's."""
_APART = re.compile(r"\s+(?=[救快他她佢我那嗰不別唔])")
"""Folding closes a gap between characters, and 「是李保 他要進來了」 would be one clause."""


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
        "我?(?:看|見|睇)到(?:他|她|佢)?(?:了|咗)/我?(?:看|睇)清楚了?/我?認出(?:來|他|她|佢)了?"
        "/我認得/我識得/我認識/我知道/我看到/我見到/我覺得/我想/我睇到/原來/應該/好像/好似/可能/一定/肯定"
        "/真的/真係/其實/沒錯/冇錯/打我的人/i think/i know/i believe/i am sure/i'm sure/turns out"
        "/i can see/i see/it turns out/actually/i recogni[sz]ed?/i saw/now i see/maybe/probably/yes"
    )
    + rf"(?: ?{_any_of('他/佢/她/him/who it is/his face/that')}\b)?"
    + " ?"
)
_WHO = re.compile(
    _any_of(
        "他/她/佢/那個人/嗰個人/這個人/那人/那個男的/嗰個男人/那個男人/嗰個男人/嗰條友/那傢伙/對方/兇手"
        "/打我的人/打我嘅人/打人的/打我的"
        "/(?:在|喺)?我?(?:門外|門口|外面|屋外|走廊|屋裡|房裡|房間裡)(?:的|嘅)?(?:那個|這個|嗰個)?(?:人|男人|男的)?"
        "/(?:the|that|this) (?:man|guy|person|attacker|intruder|thief)/his name/her name"
        "/he/she/it/that/this"
    )
    + " ?"
)
_IS = re.compile(
    _any_of("(?:就|正)?(?:是|係)(?:你們|你哋)?的?/(?:名字)?(?:叫做?|是叫)/(?:is called|is|was|'s)")
    + r"(?: him\b| her\b|[他她佢])? ?"
)
_ENDING = re.compile(
    _any_of(
        "(?:幹|做|搞|打|弄|害|砍|傷|偷|來|嚟)(?:我|人)?(?:的|嘅|㗎)(?:好事)?/啊/呀/啦/喔/了/㗎/沒錯/冇錯/本人"
        "/(?:這|那|呢|嗰)(?:個人|傢伙|個保安)/嚟/(?:who |that )?(?:did|does) (?:it|this|that)"
        "/is the one/again/for sure/(?:from|of|in) (?:the |your )?(?:[a-z]+ ){0,2}[a-z]+"
        "/(?:在|喺)(?:我)?(?:門外|門口|外面|屋外|走廊|屋裡|房裡|房間裡|家裡|家|房間)"
        "/(?:他|她|佢)(?:又|還|仲|就)?(?:在|喺|想|要|有|拿|揸|喝)(?:(?![救幫]).)*"
        "/(?:outside|at|in|inside) (?:my|our) (?:door|room|flat|house|home|bedroom|window)/outside"
        "/(?!.*(?:help|sav|protect|rescu))(?:he|she)(?: is|'s) (?:in|at|outside|trying|drunk)\\b.*"
        "/the (?:guard|plumber|cleaner|technician|repairman|manager)"
    )
)


_SAME = re.compile(
    _any_of(
        "(?:就|正)?(?:是|係)(?:他|她|佢|這個人|那個人|嗰個人)"
        "/(?:that's|it's|that is|it is|is) (?:him|her)"
    )
)
"""After the name: 李保！就是他！"""
_ASKED = re.compile(_any_of(".*(?:嗎|咩|吧)/(?:is|was) (?:it|that|this|he|she)\\b.*"))
_CAME = re.compile(
    f"(?!{_any_of('我/他/她/佢/.*又/i/he/she')}(?![a-z])).*"
    + _any_of(
        "(?<![進入闖衝追出起過回])(?:來|嚟)(?:了|咗|喇|啦)"
        "/(?<![看見睇遇找聽想抓捉認受碰撞感])到(?:了|咗|達)/(?:沒|冇)事/虛驚/誤會"
        "/(?:came|(?:has|have) come|is coming|is here|arrived)\\b(?! in| at| after| with)"
        "/false alarm"
    )
)
"""Who is waited for, and not who is feared: 「有人來了，是李保」."""
_IT_IS = re.compile(_any_of("(?:原來|就|正)?(?:是|係)/it is/it's/it was/that is/that's"))
_HELPED = re.compile(
    _any_of(
        "(?:他|她|佢)(?:(?![求呼]).)*(?:救|幫|保護|陪)(?:我|了|咗|緊|出|人|忙|大家|住戶).*"
        "/有人.*(?:救|幫|保護).*(?:了|咗).*"
        "/(?:he|she|someone|somebody)(?:'s| is| was| has| came| comes| here| just| already| to)+"
        " (?:help|sav|protect|rescu).*"
        "/(?:he|she|someone|somebody) (?:helped|saved|protected|rescued).*"
    )
)
_NOT = re.compile(_any_of("不/沒/冇/唔/別/not\\b/n't\\b/never\\b/nobody\\b/has to\\b"))


def is_identified(text: str, name: str) -> bool:
    """By this name, as it was said, in one clause of it; of a rescuer it is no more than news."""
    said = "[ .]{1,2}".join(map(re.escape, bare(name).split()))  # Mr. Lee is in one clause
    folded = re.sub(said, bare(name), fold(_APART.sub("，", text)))
    clauses = [
        (bare(words), "?" in marks)
        for words, marks in _CLAUSE.findall(folded)
        if bare(words) and not _CRY.fullmatch(words.strip())
    ]
    told = [words for words, _ in clauses]
    if any(_tells_of_help(words) for words, is_asked in clauses if not is_asked):
        return False
    return any(
        _says_who(each, bare(name))
        for at, (words, is_asked) in enumerate(clauses)
        if bare(name) in words
        and not (is_asked or _ASKED.fullmatch(words) or _has_come(told[:at], words))
        for each in (words, " ".join(told[max(at - 1, 0) : at + 1]), " ".join(told[at : at + 2]))
    )


def _tells_of_help(clause: str) -> bool:
    """That it came, and neither that it does not nor whether it will."""
    if _NOT.search(clause) or _ASKED.fullmatch(clause):
        return False
    return bool(_HELPED.match(clause) or owner_words.found_in(clause)["rescued"])


def _has_come(before: Sequence[str], clause: str) -> bool:
    """Whoever it is: the clause has nobody else whom it could be about."""
    return bool(before and _CAME.match(before[-1]) and _IT_IS.match(clause))


def _says_who(told: str, name: str) -> bool:
    """And no more is told of them."""
    before, named, after = bare(told).partition(name)
    if not named:
        return False
    if not before.strip() and _SAME.fullmatch(after.strip()):
        return True
    _, left = _take(_CRY, before.lstrip())
    opening, left = _take(_OPENING, left.lstrip())
    _, left = _take(_WHO, left)
    _, left = _take(_OPENING, left)
    is_, left = _take(_IS, left)
    if _without_roles(left):
        return False
    cries = after.startswith(" ") and _CRY.fullmatch(after.strip())  # 是李保救我 is no cry
    if after.strip() and not (cries or _ENDING.fullmatch(after.strip())):
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


_OF_THE_TEAM = re.compile(
    _any_of("物業/管理處/管理公司/公司/社區/小區/大樓/大廈/樓下") + "?"
    " *" + _any_of("組/部門?/隊/公司") + "?" + _any_of("的/嘅") + "?"
)


def _without_roles(words: str) -> str:
    """Nothing is left of 保安 before the name, of 維修組的, and of "the plumber"."""
    for role in owner_words.found_in(words)["role"]:
        words = words[: role.start] + " " * (role.end - role.start) + words[role.end :]
    return "" if _OF_THE_TEAM.fullmatch(words.strip()) else words.strip()
