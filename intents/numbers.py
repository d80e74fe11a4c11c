"""Reads numbers in digits and in Han: 12, 十二, 五〇一, 两千三, 1.5万."""

HAN_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
HAN_DIGITS |= {"六": 6, "七": 7, "八": 8, "九": 9}
_UNITS = {"十": 10, "百": 100, "千": 1_000}
_TEN_THOUSAND = 10_000


def number(written: str) -> int:
    """Expects digits, or Han digits and units only; 〇 and 五〇一 are read digit by digit."""
    if written.isdecimal():
        return int(written)
    if not any(each in _UNITS or each == "万" for each in written):
        return int("".join(str(HAN_DIGITS[each]) for each in written))
    total = section = last = unit = 0
    for character in written:
        if character in HAN_DIGITS:
            last = HAN_DIGITS[character]
            unit = unit if last else 0
        elif character == "万":
            total = (total + section + last or 1) * _TEN_THOUSAND
            section, last, unit = 0, 0, _TEN_THOUSAND
        else:
            unit = _UNITS[character]
            section += (last or 1) * unit
            last = 0
    # 两千三 is 2300; 两百零三 and 二十三 are what they say.
    return total + section + last * (unit // 10 if unit > 10 else 1)
