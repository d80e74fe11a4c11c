"""What the texts are told while they are tested: a module for each shelf that needs values."""

from importlib import import_module
from pkgutil import iter_modules

from tests.texts.samples.world import Samples, Values


def _collected() -> Samples:
    """Every shelf's samples; one that stands in another shelf's module might hide its own."""
    found: Samples = {}
    for shelf in sorted(module.name for module in iter_modules(__path__)):
        if shelf != "world":
            own: Samples = import_module(f"{__name__}.{shelf}").SAMPLES
            astray = sorted(name for name in own if name.partition(".")[0] != shelf)
            if astray:
                raise ValueError(f"no samples of {shelf}: {', '.join(astray)}")
            found |= own
    return found


SAMPLES = _collected()
"""Every text that speaks of something, in every way it can."""


def samples(name: str) -> list[Values]:
    """A text that is not listed speaks of nothing that could differ."""
    return SAMPLES.get(name, [{}])
