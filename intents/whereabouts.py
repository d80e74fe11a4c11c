"""Tells whether words say only where, or when: the answer to a question, and no cry for help."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import yaml

from intents.lexicon import words_of
from intents.normalise import HAN, fold
from intents.times import times_in

_ROOMS = Path(__file__).with_name("rooms.yaml")
_LIFT = "lift"
"""「我在電梯裡」 may be all that somebody says who cannot get out."""

_HAN_PARTS = (
    "棟 座 幢 樓 層 號 室 房 戶 單元 單位 大廈 大樓 期 區 梯 門 巷 弄 院 家 屋 屋企 家裡 地下"
    " 地面 地庫 基座 平台 高層 中層 低層 電梯口 𨋢口 電梯大堂 𨋢大堂 東 南 西 北 甲 乙 丙 丁"
    " 戊 己 庚 上 下 左 右 前 後 中 內 外 旁 旁邊 側 側邊 隔壁 隔籬 隔離 對面 附近 中間 裡面"
    " 入面 外面 出面 上面 下面 前面 後面 樓上 樓下 門口 位置 地址 這裡 這邊 那裡 那邊 呢度"
    " 嗰度 呢邊 嗰邊 度 邊 處 裡 面 口 角 我 我們 我哋 你 你們 你哋 他 她 佢 的 嘅 是 係 在"
    " 於 喺 住 住在 住喺 就 就是 就係 和 與 同 跟 及 之 由 到 至 呀 啊 喔 哦 囉 啦 喇 呢"
)
_LATIN_PARTS = (
    "tower twr block blk building bldg flat flt unit apartment apt suite ste room rm floor flr fl"
    " level lvl lv phase house wing zone area number num no nr address addr basement ground podium"
    " upper lower top mezzanine street road avenue lane st rd"
    " north south east west left right front back rear side corner end middle centre center"
    " i i'm im am is it it's its we we're are this that that's here there live lives living in at"
    " on of the a an my our your his her their from by near next to beside behind opposite outside"
    " inside above below under between and or off facing"
    " one two three four five six seven eight nine ten first second third fourth fifth"
)
_CODE = re.compile(r"[a-z]{0,2}\d+[a-z]{0,2}|\d+(?:st|nd|rd|th)|[a-z]{1,2}")
"""12, 5b, b2, 15th, c, ug."""
_LATIN_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_HAN_RUN = re.compile(f"[{HAN}]+")


def says_only_where(folded: str) -> bool:
    """Nothing but buildings, floors, units, rooms, times, and the words that join them."""
    left = folded
    for when in times_in(folded, words_of(folded)):
        left = left.replace(when.said, " ")
    left = _rooms().sub(" ", left)
    latin = _LATIN_WORD.findall(left)
    return all(map(_is_a_part, latin)) and all(map(_han().fullmatch, _HAN_RUN.findall(left)))


def _is_a_part(word: str) -> bool:
    return word in _latin() or bool(_CODE.fullmatch(word))


@cache
def _latin() -> frozenset[str]:
    return frozenset(_LATIN_PARTS.split())


@cache
def _han() -> re.Pattern[str]:
    parts = sorted({fold(part) for part in _HAN_PARTS.split()}, key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(parts)}|[一二三四五六七八九十百零〇])+")


@cache
def _rooms() -> re.Pattern[str]:
    said: dict[str, Iterable[str]] = yaml.safe_load(_ROOMS.read_text(encoding="utf-8"))
    names = {fold(name) for room, some in said.items() if room != _LIFT for name in some}
    longest_first = sorted(names, key=len, reverse=True)
    han = "|".join(name for name in longest_first if not name.isascii())
    latin = "|".join(re.escape(name) for name in longest_first if name.isascii())
    return re.compile(rf"{han}|(?<![a-z])(?:{latin})s?(?![a-z])")
