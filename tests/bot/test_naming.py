"""A name is told from ordinary words by what stands beside it."""

from itertools import product

import pytest

from bot.directory import mentioned_in
from bot.naming import is_apart, is_first_name
from db.models import Person
from intents import Category, Evidence, Kind, Understanding
from intents.normalise import fold, traditional_characters

PREFIXES = """
只有 跟 和 被 把 找 请 投诉 检举 举报 告 讨厌 因为 那个 保安 昨天 今天 昨晚 今早 凌晨 上次 刚才
刚刚 看 让 怕 恨 救命 我怀疑 关于 骂 打 你们 我老婆说 听说 遇到 发现 再派 换 要 替 等 应该是 好像是
个 同 畀 系 尋日 头先 而家 又是 只是 或者 以及 那位 明明 居然 大堂的 三楼 但是 不要 除了 唔好畀
"""
AFTER = ("打我", "态度很差", "又迟到了", "")
NAMES = ("李保", "苏敏", "陈安", "王平", "高敏", "周文")

HEARD = Understanding(
    Kind.COMPLAINT, Category.STAFF_ATTITUDE, False, 0.9, True, Evidence("", "", 0.0)
)
TRADITIONAL = str.maketrans(traditional_characters())


@pytest.mark.parametrize("name", NAMES)
def test_a_short_name_is_found_after_anything(name: str) -> None:
    bearer = Person(id=1, name=name)
    for before, after in product(PREFIXES.split(), AFTER):
        text = f"{before}{name}{after}"
        for written in (text, text.translate(TRADITIONAL)):
            found = mentioned_in(written, HEARD, [bearer], [])
            assert [(each.people, each.sure) for each in found] == [((1,), True)], written


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("行李保管得很差", "李保"),
        ("我的行李保險嗎", "李保"),
        ("國王平安", "王平"),
        ("複製江蘇敏感資料", "苏敏"),
        ("物價提高安全感降低", "高安"),
        ("他個子很高敏捷得很", "高敏"),
        ("由於平時沒人", "于平"),
        ("請戴安全帽", "戴安"),
        ("每周文件都要簽", "周文"),
        ("多謝安排", "谢安"),
        ("小李保管鑰匙", "李保"),
    ],
)
def test_and_not_in_ordinary_words(text: str, name: str) -> None:
    folded = fold(text)
    start = folded.index(name)
    assert not is_apart(folded, start, start + len(name))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("bob hit me", "bob"),
        ("help, alice is drunk", "alice"),
        ("Will hit me", "will"),
        ("Sue stole my bike", "sue"),
        ("Help! Mark grabbed my arm", "mark"),
        ("MARK PUSHED ME", "mark"),
        ("Rose won’t come", "rose"),
        ("Grace keeps shouting", "grace"),
        ("Art lied to me", "art"),
        ("昨天 Bill 罵我", "bill"),
        ("May態度很差", "may"),
    ],
)
def test_whoever_does_something_is_somebody(text: str, name: str) -> None:
    assert is_first_name(name, text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Will you come", "will"),
        ("Will need help", "will"),
        ("Will let you know", "will"),
        ("May we use the hall", "may"),
        ("May cut the tree", "may"),
        ("Bill please", "bill"),
        ("Mark my words", "mark"),
        ("Grace period for fees?", "grace"),
        ("HOW LONG DOES IT TAKE", "long"),
        ("the bill was wrong", "bill"),
        ("sue them", "sue"),
        ("Man attacked me", "man"),
        ("bill太高", "bill"),
    ],
)
def test_and_a_word_is_not(text: str, name: str) -> None:
    assert not is_first_name(name, text)
