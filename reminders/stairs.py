"""Floors in the order of the stairs, whatever they are called."""

import re


def height(floor: str) -> tuple[int, str]:
    """B2 below B1 below G below 1; 12A above 12; what is no floor's name at the bottom."""
    if floor.upper() == "G":
        return 0, ""
    found = re.fullmatch(r"([Bb]?)(\d+)(\w*)", floor)
    if found is None:
        return -100, floor
    below, number, part = found.groups()
    return (-int(number) if below else int(number)), part
