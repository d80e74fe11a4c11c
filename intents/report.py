"""How good the understanding is: cross-validated figures as text, and pictures of them.

accuracy.txt       every topic: how many of its unseen phrases find it, and who takes the rest
confusion.png      kinds and categories: what is taken for what
calibration.png    of the answers given with 0.8, how many were right
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from intents import samples, training
from intents.blend import BINS, calibration_error
from intents.catalogue import Catalogue
from intents.language import detect_language
from intents.rules import Rules
from intents.training import Examined
from intents.vocabulary import Category, Kind

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Progress = Callable[[str], None]
_INCHES = 3.2


def write(catalogue: Catalogue, folder: Path, tell: Progress = lambda _: None) -> Iterator[Path]:
    """The paths as they are written; needs matplotlib. Some two minutes."""
    examined = list(training.examine(catalogue, samples.load(), Rules(), tell=tell))
    folder.mkdir(parents=True, exist_ok=True)
    tell("drawing")
    text = folder / "accuracy.txt"
    text.write_text("\n".join(_lines(catalogue, examined)) + "\n", encoding="utf-8")
    yield text
    yield _confusions(examined, folder / "confusion.png")
    yield _calibration(examined, folder / "calibration.png")


def _likeliest(answers: Mapping[str, float]) -> str:
    return max(answers, key=answers.__getitem__, default="")


def _lines(catalogue: Catalogue, examined: Sequence[Examined]) -> Iterator[str]:
    whole_samples = [each for each in examined if each.example.topic is None]
    phrases = [each for each in examined if each.example.topic is not None]
    yield f"{len(phrases)} phrases and {len(whole_samples)} samples, each judged unseen"
    yield ""
    yield from _by_language("samples, kind", whole_samples, _kind_is_right)
    yield from _by_language("samples, category", whole_samples, _category_is_right)
    yield from _by_language("phrases, topic", phrases, _topic_is_right)
    yield ""
    taken: dict[str, Counter[str]] = defaultdict(Counter)
    for each in phrases:
        taken[each.example.topic or ""][_likeliest(each.judgement.topics)] += 1
    rows = [
        (taken[topic.id][topic.id] / max(1, taken[topic.id].total()), topic) for topic in catalogue
    ]
    for share, topic in sorted(rows, key=lambda row: (row[0], row[1].id)):
        others = [f"{id_} {n}" for id_, n in taken[topic.id].most_common(4) if id_ != topic.id]
        yield f"{share:6.1%}  {topic.id:<26} {taken[topic.id].total():>4}  {', '.join(others[:3])}"


def _by_language(
    title: str, examined: Sequence[Examined], is_right: Callable[[Examined], bool]
) -> Iterator[str]:
    told: dict[str, list[bool]] = defaultdict(list)
    for each in examined:
        told[detect_language(each.example.text) or "open"].append(is_right(each))
        told["all"].append(is_right(each))
    for language, right in sorted(told.items()):
        yield f"{title:<20} {language:<8} {sum(right) / len(right):6.1%} of {len(right)}"


def _kind_is_right(each: Examined) -> bool:
    return _likeliest(each.judgement.kinds) in each.example.kinds


def _category_is_right(each: Examined) -> bool:
    return each.example.category in (None, _likeliest(each.judgement.categories))


def _topic_is_right(each: Examined) -> bool:
    return _likeliest(each.judgement.topics) == each.example.topic


def _confusions(examined: Sequence[Examined], path: Path) -> Path:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6 * _INCHES, 3.4 * _INCHES), layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=(1, 2))
    kinds = [(str(each.example.kinds[0]), _likeliest(each.judgement.kinds)) for each in examined]
    _matrix(left, "kind", [str(kind) for kind in Kind], kinds)
    categories = [
        (str(each.example.category), _likeliest(each.judgement.categories))
        for each in examined
        if each.example.category is not None
    ]
    _matrix(right, "category", [str(category) for category in Category], categories)
    figure.savefig(path, dpi=90)
    return path


def _matrix(
    axes: "Axes", title: str, labels: Sequence[str], pairs: Sequence[tuple[str, str]]
) -> None:
    """Rows are what it is, columns what it was taken for, in per cent of the row."""
    counted, rows = Counter(pairs), Counter(right for right, _ in pairs)
    shares = [
        [100 * counted[row, column] / max(1, rows[row]) for column in labels] for row in labels
    ]
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=100)
    axes.set_xticks(range(len(labels)), labels, rotation=90, fontsize=7)
    axes.set_yticks(range(len(labels)), labels, fontsize=7)
    axes.set_title(f"{title}: row is right, column was answered, % of the row", fontsize=9)
    for row, some in enumerate(shares):
        for column, share in enumerate(some):
            if share >= 1:
                colour = "white" if share > 50 else "black"
                axes.text(
                    column, row, f"{share:.0f}", ha="center", va="center", fontsize=6, color=colour
                )


def _calibration(examined: Sequence[Examined], path: Path) -> Path:
    from matplotlib.figure import Figure

    whole_samples = [each for each in examined if each.example.topic is None]
    said = [max(each.judgement.kinds.values()) for each in whole_samples]
    right = [_kind_is_right(each) for each in whole_samples]
    figure = Figure(figsize=(2 * _INCHES, 2 * _INCHES), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="grey", linewidth=0.8)
    for low in range(BINS):
        inside = [at for at, p in enumerate(said) if min(int(p * BINS), BINS - 1) == low]
        if inside:
            x = sum(said[at] for at in inside) / len(inside)
            y = sum(right[at] for at in inside) / len(inside)
            axes.scatter([x], [y], s=20 + 400 * len(inside) / len(said), color="steelblue")
            axes.annotate(str(len(inside)), (x, y), fontsize=7, ha="center", va="center")
    error = calibration_error(said, right)
    axes.set_title(f"samples unseen: kind, calibration error {error:.3f}", fontsize=9)
    axes.set_xlabel("confidence given")
    axes.set_ylabel("share that was right")
    figure.savefig(path, dpi=90)
    return path
