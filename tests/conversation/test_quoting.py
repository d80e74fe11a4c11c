"""What was read from a message is shown as its writer wrote it."""

from time import process_time

import pytest

from bot.conversation.quoting import Original
from intents.normalise import LONGEST_READ


@pytest.mark.parametrize(
    ("text", "read", "written"),
    [
        ("水管爆咗", "爆左", "爆咗"),
        ("電 梯壞了", "电梯", "電 梯"),
        ("Ｂ２停車場", "b2", "Ｂ２"),
        ("Mrs. Chan says so", "mrs chan", "Mrs. Chan"),
        ("電梯壞了", "電梯故障", "電梯故障"),
        ("", "电梯", "电梯"),
        ("電梯壞了", "", ""),
    ],
)
def test_words_are_in_the_writers_own_script(text: str, read: str, written: str) -> None:
    assert Original(text).words(read) == written


def test_words_are_no_part_of_a_longer_one() -> None:
    assert Original("My HAND AND foot").words("and") == "AND"
    assert Original("付了21200元，1200元").words("1200") == "1200"
    assert Original("my HAND").words("and") == "and", "as it was read"


@pytest.mark.parametrize(
    ("text", "pieces", "told"),
    [
        # pieces that overlap are one; what crosses the border of two words is none
        ("電梯還是沒修好", "电梯 是没 没修", "電梯 沒修"),
        ("上次說的", "上次 次说 说的", "上次說"),
        ("個水喉仲漏緊水", "个水 漏紧 紧水", "漏緊水"),
        ("B2停車場黑麻麻", "b2 车场", "B2 車場"),
        ("這已經是第三次了", "三次 次了", "三次了"),
        # the same again, and a part of a longer piece
        ("漏水，漏水，天花板漏水啊", "漏水 板漏", "板漏水"),
        ("the lift and the LIFT", "lift the and", "lift"),
        ("car in my CARD", "car card", "car CARD"),
        ("Toilet in the hall", "toilet in", "Toilet"),
        # nothing that is a word
        ("是個說的", "是个 说的", ""),
        ("and with just", "and with just", ""),
        ("電梯壞了", "", ""),
        ("電梯壞了", "瓦斯", ""),
    ],
)
def test_pieces_are_told_as_words(text: str, pieces: str, told: str) -> None:
    assert Original(text).telling(pieces.split()) == told


def test_a_long_message_is_quoted_at_once() -> None:
    text = ("三棟十二樓的電梯還是沒修好，" * 60)[:LONGEST_READ]
    Original(text)  # each character is folded the first time it is met
    times = []
    for _ in range(20):
        begun = process_time()
        original = Original(text)
        original.words("王师傅")
        original.telling(["电梯", "是没", "没修"])
        times.append(process_time() - begun)
    assert min(times) < 0.002
