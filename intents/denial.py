"""Tells whether words are denied by what stands before them: 沒有失火, not a complaint."""

import re

from intents.cues import clause_before

# Denied at once, or with a few words between: 不是要投诉, 没有什么火, isn't a gas leak.
_HAN = re.compile(
    r"(?<!有)(?:没有|没|并没有|不是|并不是|不系|唔系|并非|并无|冇|未有|不|唔|非|别|不用|不必)"
    r"(?:要|想|来|是|系|真的?|什么|任何|咩|乜|再|在|有|会|发生|因为|觉得|打算|专门|特地|先|急着){0,2}$"
)
_LATIN = re.compile(
    r"(?:\b(?:no|not|never|without|nothing|none|isnt|dont)|n't)"
    r"(?: (?:a|an|any|the|really|actually|to|here|want|wanting|trying|like|make|making|file"
    r"|be|been|is|was|seen|sign|signs|of|complaining|about|quite|even|more)){0,4} *$"
)


def is_denied(text: str, position: int) -> bool:
    """`text` is folded; `position` is where the words in question begin."""
    before = clause_before(text, position)
    return bool(_HAN.search(before) or _LATIN.search(before))
