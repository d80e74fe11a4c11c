"""Reads telephone numbers of Taiwan, Hong Kong and the mainland, mobile and land line."""

import re
from dataclasses import dataclass

_RUN = re.compile(
    r"(?<![a-z\d#$./])(?<!\d,)(?:\+|\(\+?)?\d(?:[\s().-]{0,2}\d){7,16}(?![\d元块蚊/])(?!\s?(?:元"
    r"|块|蚊|rmb|ntd|hkd))"
)
_NO_PHONE_BEFORE = re.compile(
    r"(?:no\.?|number|ticket|order|ref\.?|invoice|单号|编号|工单|订单|号码牌|发票|帐号|账号"
    r"|户号|id)\s*[:.#]?\s*$"
)
_NUMBERED = (
    ("+886", re.compile(r"(?:00)?886(?:0?)(9\d{8}|[2-8]\d{7,8})")),
    ("+852", re.compile(r"(?:00)?852([235679]\d{7})")),
    ("+86", re.compile(r"(?:00)?86(1[3-9]\d{9}|0?[1-9]\d{1,2}\d{7,8})")),
    ("+886", re.compile(r"0(9\d{8}|[2-8]\d{7,8})")),
    ("+86", re.compile(r"(1[3-9]\d{9})|0(10\d{8}|2\d{9}|[3-9]\d{2}\d{7,8})")),
    ("+852", re.compile(r"([235679]\d{7})")),
)
_INTERNATIONAL = 3
"""Numbers with a plus are read only as the first of these."""
_A_DATE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_MANY_DIGITS = re.compile(r"\d(?:[\s().-]{0,2}\d){7}")


@dataclass(frozen=True)
class Phone:
    """A number as +country and digits, and how it was written."""

    number: str
    said: str


def phone_in(folded: str) -> Phone | None:
    """The first number in folded text."""
    many = _MANY_DIGITS.search(folded)
    if many is None:
        return None
    for run in _RUN.finditer(folded, max(0, many.start() - len("(+"))):
        if _NO_PHONE_BEFORE.search(folded, max(0, run.start() - 12), run.start()):
            continue
        found = _read(run[0])
        if found:
            return Phone(found, run[0])
    return None


def _read(written: str) -> str | None:
    digits = re.sub(r"\D", "", written)
    if _A_DATE.fullmatch(written):
        return None
    plus = "+" in written
    for country, form in _NUMBERED[:_INTERNATIONAL] if plus else _NUMBERED:
        found = form.fullmatch(digits)
        if found and (plus or _is_grouped_like_a_phone(written, digits)):
            return country + next(each for each in found.groups() if each).removeprefix("0")
    return None


def _is_grouped_like_a_phone(written: str, digits: str) -> bool:
    """Not 3-12-5-1234-5 nor 20 30 40 50: at most four groups, and the last of them long."""
    groups = [each for each in re.split(r"\D+", written) if each]
    return len(groups) <= 4 and (len(groups) == 1 or len(groups[-1]) >= 3)
