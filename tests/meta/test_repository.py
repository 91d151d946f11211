"""What may be in the repository."""

import ast
import re
from pathlib import Path

TOP_LEVEL = {
    ".ci", ".dockerignore", ".env.example", ".github", ".gitignore", "CHANGELOG.md",
    "CONTRIBUTING.md", "Dockerfile", "LICENSE", "Procfile", "SECURITY.md", "compose.yaml",
    "README.md", "bot", "docs", "facts", "pyproject.toml", "requirements", "requirements.txt",
    "tests",
}  # fmt: skip
# Each is written so that it does not match itself.
LEAKS = re.compile(
    r"""
    (?<![\w.-])/(?:work|root|home/\w+)/ | (?<![\w.-])/tmp/\w | \bshared[/]
    | \b(?:pypi|pythonhosted|npmjs|crates)[.](?:org|com|io)\b
    | \bfarm[-]\w
    """,
    re.VERBOSE,
)
MOST_LINES = {"bot": 300, "facts": 300, "tests": 400}
MOST_PICTURE_BYTES = 150_000


def test_the_top_level_holds_what_one_expects(tracked: list[Path]) -> None:
    """Nothing lies at the top that has no place in the layout."""
    assert {path.parts[0] for path in tracked} - TOP_LEVEL == set()


def test_nothing_names_the_machine_it_was_written_on(root: Path, tracked: list[Path]) -> None:
    """No tracked text names a path of a developer's machine or a registry's host."""
    leaks = [
        f"{path}:{number}: {line.strip()}"
        for path in tracked
        if path.suffix != ".png"
        for number, line in enumerate((root / path).read_text("utf-8").splitlines(), start=1)
        if LEAKS.search(line)
    ]
    assert leaks == []


def test_no_lock_file_is_tracked(tracked: list[Path]) -> None:
    """A uv.lock names registries, and a .env the token."""
    assert {path.name for path in tracked} & {"uv.lock", ".env"} == set()


def test_every_package_says_what_it_is_for(root: Path, tracked: list[Path]) -> None:
    """The ``__init__`` of each package of the product begins with a docstring."""
    silent = [
        str(path)
        for path in tracked
        if path.name == "__init__.py" and path.parts[0] in {"bot", "facts"}
        if not ast.get_docstring(ast.parse((root / path).read_text("utf-8")))
    ]
    assert silent == []


def test_tests_lie_in_the_folders_of_what_they_test(tracked: list[Path]) -> None:
    """Each folder of tests/bot and tests/facts is one of the product's."""
    folders = {folder for path in tracked for folder in path.parents}
    mirrors = {folder.relative_to("tests") for folder in folders if folder.parts[:1] == ("tests",)}
    assert {one for one in mirrors - folders if one.parts[0] in {"bot", "facts"}} == set()


def test_python_files_stay_short(root: Path, tracked: list[Path]) -> None:
    """A file that grows long has found a second reason to exist."""
    lengths = {
        path: len((root / path).read_text("utf-8").splitlines())
        for path in tracked
        if path.suffix == ".py"
    }
    too_long = {str(path): n for path, n in lengths.items() if n > MOST_LINES[path.parts[0]]}
    assert too_long == {}


def test_pictures_stay_small(root: Path, tracked: list[Path]) -> None:
    """A picture does not make the clone slow."""
    sizes = {str(path): (root / path).stat().st_size for path in tracked if path.suffix == ".png"}
    assert {path: size for path, size in sizes.items() if size > MOST_PICTURE_BYTES} == {}
