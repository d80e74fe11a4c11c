"""Takes the greeting before a message and the thanks after it away, to see what is wanted."""

import re

_HELLO = (
    "你好|大家好|早安|午安|晚安|早晨|早上好|下午好|晚上好|哈罗|哈啰|哈喽|嗨|喂|不好意思|唔好意思"
    "|打扰了|打扰一下|hi|hello|hey|dear all|good morning|good afternoon|good evening"
    "|sorry to bother you"
)
_THANKS = (
    "谢谢|感谢|多谢|感恩|唔该|拜托|麻烦了|麻烦你了|麻烦你们了|谢啦|辛苦了|thank you|thanks|thx|ty"
    "|cheers|many thanks|much appreciated|best regards|kind regards|regards"
)
_LONGEST = 60
_PAUSE = r"[\s,.!?。、;:~]*"
# One pause in each round and no more: two would share the commas out in every possible way.
_OPENING = re.compile(
    rf"^(?:(?:{_HELLO})(?: there| everyone| team|管家|呀|啊|阿|哦)?(?![a-z]){_PAUSE})+"
)
_CLOSING = re.compile(
    rf"(?:{_PAUSE}(?<![a-z])(?:{_THANKS})"
    rf"(?:你们|你|大家|晒|了|啦|喔|哦| so much| very much| a lot| in advance| again)?)+{_PAUSE}$"
)


def without_courtesy(folded: str) -> str:
    """What is said between "hello" and "thank you"; empty when that is all there is."""
    opened = _OPENING.sub("", folded[:_LONGEST]) + folded[_LONGEST:]
    return (opened[:-_LONGEST] + _CLOSING.sub("", opened[-_LONGEST:])).strip()
