"""The subprocess that parses one spreadsheet or page: the file in, JSON lines out.

``python -m facts.interchange.unpacking spreadsheet`` writes the rows of the first non-empty sheet,
each a list of texts and numbers; ``... page`` writes each JSON-LD script of an HTML page as a text,
then ``{"microdata": true}`` if it has a ClaimReview as microdata. For an unreadable file the output
is one line ``{"refused": sentence}``. Run by
``facts.interchange.file_formats`` through ``run_apart``.
"""

import datetime as dt
import io
import json
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

_UNPACKED_LIMIT = 100 * 1024 * 1024
_MEMORY_LIMIT = 2 * 1024**3
_MOST_COLUMNS = 2000


class _Refused(Exception):  # noqa: N818  it goes out as a sentence
    pass


def spreadsheet(content: bytes) -> Iterator[Any]:
    """The rows of the first non-empty sheet."""
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415  only here

    if content.startswith(b"PK"):
        _expect_a_size(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if any(cell != "" for row in rows for cell in row):
                yield from ([_cell(cell) for cell in row[:_MOST_COLUMNS]] for row in rows)
                return
    except CalamineError as error:
        raise _Refused("The spreadsheet can’t be opened: it’s damaged or locked.") from error


def _expect_a_size(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except zipfile.BadZipFile as error:
        raise _Refused("The spreadsheet can’t be opened: it’s damaged.") from error
    if size > _UNPACKED_LIMIT:
        raise _Refused(
            f"The spreadsheet has {size:,} bytes unpacked; the limit is {_UNPACKED_LIMIT:,}. "
            "Split it into smaller ones."
        )


def _cell(value: Any) -> Any:
    match value:
        case bool():
            return "true" if value else "false"
        case dt.datetime():
            return value.date().isoformat()
        case dt.date() | dt.time() | dt.timedelta():
            return str(value)
        case float() if value.is_integer():
            return int(value)
    return value


def page(content: bytes) -> Iterator[Any]:
    """The JSON-LD scripts of a page, and whether it has a ClaimReview as microdata."""
    from lxml import html  # noqa: PLC0415  only here

    try:
        content.decode("utf-8")
        encoding = "utf-8"  # the default for pages that do not declare one
    except UnicodeDecodeError:
        encoding = None
    parser = html.HTMLParser(huge_tree=True, encoding=encoding)
    tree = html.document_fromstring(content, parser=parser)
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            yield script.text or ""
    kinds = (element.get("itemtype") or "" for element in tree.iter("*"))
    if any("ClaimReview" in kind for kind in kinds):
        yield {"microdata": True}


def main() -> None:
    """Read a file from standard input and write its content to standard output."""
    limit_memory()
    content = sys.stdin.buffer.read()
    unpack = {"spreadsheet": spreadsheet, "page": page}[sys.argv[1]]
    try:
        for value in unpack(content):
            sys.stdout.write(json.dumps(value) + "\n")
    except _Refused as refused:
        sys.stdout.write(json.dumps({"refused": str(refused)}) + "\n")


def limit_memory() -> None:
    """Limit the memory of this process."""
    try:
        import resource  # noqa: PLC0415  not on every system
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_LIMIT, _MEMORY_LIMIT))


if __name__ == "__main__":
    main()
