"""The whole report on matching: ``python -m tests.benchmarks.report [--size N]... [--pictures]``.

Prints the table of quality, where the evaluation sets are present, and that of speed and size, each
with the command that made it; with ``--pictures`` draws the pictures of docs/matching.md, for which
the extra ``report`` is needed.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from facts.matching.decision.thresholds import THRESHOLDS
from tests.benchmarks.evaluation import ROOT, SETS, folder
from tests.benchmarks.quality import Quality, measure, report
from tests.benchmarks.speed import SIZES, Figures, table
from tests.benchmarks.speed import measure as measure_speed

_PICTURES = ROOT / "docs" / "pictures"
_DRAWN = ("2 words", "2 words, typos", "8 words", "8 words, typos", "prefix", "completion")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, action="append", help="claims to measure speed with")
    parser.add_argument("--pictures", action="store_true", help="draw the pictures of the docs")
    chosen = parser.parse_args()
    place = folder()
    qualities = [measure(place, name) for name in SETS] if place else []
    print("$ python -m tests.benchmarks.quality")
    print("\n".join(map(report, qualities)) or "The evaluation sets are not here.")
    columns = [measure_speed(size) for size in chosen.size or SIZES]
    print("\n$ python -m tests.benchmarks.speed")
    print(table(columns))
    if chosen.pictures:
        _PICTURES.mkdir(exist_ok=True)
        draw_growth(columns, _PICTURES / "matching-growth.svg")
        for quality in qualities:
            if quality.scores["no_match"]:
                draw_calibration(quality, _PICTURES / "matching-calibration.svg")


def draw_growth(columns: Sequence[Figures], path: Path) -> None:
    """Milliseconds at the 95th percentile over the number of claims."""
    from matplotlib import pyplot as plt  # noqa: PLC0415 - an extra that only pictures need

    figure, axes = plt.subplots(figsize=(7.5, 4.2), layout="constrained")
    sizes = [column["claims"] for column in columns]
    for kind in _DRAWN:
        name = f"{kind}: p50 / p95 / max"
        axes.plot(sizes, [_p95(column[name]) for column in columns], marker="o", label=kind)
    axes.set(xscale="log", xlabel="claims", ylabel="ms for one question, 95th percentile")
    axes.set_ylim(bottom=0)
    axes.grid(visible=True, alpha=0.3)
    axes.legend(frameon=False)
    figure.savefig(path, metadata={"Date": None})


def draw_calibration(quality: Quality, path: Path) -> None:
    """What is answered right and wrong, and falsely, at each threshold of confidence."""
    from matplotlib import pyplot as plt  # noqa: PLC0415 - the same

    steps = [step / 200 for step in range(80, 231)]
    known = quality.scores["answerable"]
    unknown = quality.scores["no_match"]
    figure, axes = plt.subplots(figsize=(7.5, 4.2), layout="constrained")
    for outcome, among, label in (
        ("right", known, "known questions answered right"),
        ("wrong", known, "known questions answered wrong"),
        ("no match", unknown, "questions without a stored claim answered all the same"),
    ):
        scores = [score for score, of in quality.answers if of == outcome]
        shares = [100 * sum(score >= step for score in scores) / among for step in steps]
        axes.plot(steps, shares, label=label)
    for strictness, thresholds in THRESHOLDS.items():
        axes.axvline(thresholds.found, color="grey", linestyle=":", linewidth=1)
        axes.text(thresholds.found + 0.004, 40, strictness.value, rotation=90, color="grey")
    axes.set(xlabel="confidence from which on a fact is given as the answer", ylabel="%")
    axes.set_ylim(0, 100)
    axes.grid(visible=True, alpha=0.3)
    figure.legend(frameon=False, loc="outside upper center")
    figure.savefig(path, metadata={"Date": None})


def _p95(told: float | str) -> float:
    return float(str(told).split("/")[1])


if __name__ == "__main__":
    main()
