"""The picture of the imports in CONTRIBUTING.md is the code's own."""

import re
from pathlib import Path

import grimp

ARROW = re.compile(r"^\s+([\w.]+) --> ([\w.]+)$", re.MULTILINE)
EVERYBODY_MAY_IMPORT = {"facts.model"}
PARTS_OF_BOT = {"bot.rendering"}


def part(module: str) -> str | None:
    """The box of the picture in which a module lies; None for the packages themselves."""
    names = module.split(".")
    if names[0] == "bot":
        box = ".".join(names[:2])
        return box if box in PARTS_OF_BOT else "bot"
    if names[:2] == ["facts", "__main__"]:
        return "facts.terminal"
    return ".".join(names[:2]) if len(names) > 1 else None


def test_the_picture_is_the_codes_own(root: Path) -> None:
    """Every import between two boxes is an arrow, and every arrow is an import."""
    graph = grimp.build_graph("bot", "facts", cache_dir=None)
    imports = {
        (part(module), part(imported))
        for module in graph.modules
        for imported in graph.find_modules_directly_imported_by(module)
    }
    arrows = {
        (of, to) for of, to in imports if of and to and of != to and to not in EVERYBODY_MAY_IMPORT
    }
    assert set(ARROW.findall((root / "docs" / "architecture.md").read_text("utf-8"))) == arrows
