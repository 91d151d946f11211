"""The interchange format: facts as JSON Lines, one fact a line. Described in
docs/interchange.md.
"""

from facts.interchange.content import FILE_LIMIT, Content, UnreadableFile, as_file, pieces
from facts.interchange.file_forms import (
    WRITABLE,
    FileForm,
    Reader,
    fact_line,
    fact_record,
    form_of,
    open_form,
    read_form,
    returned,
    write_form,
)
from facts.interchange.lines import LINE_LIMIT, JsonLine, json_lines, shown
from facts.interchange.problems import PROBLEMS_KEPT, BadLines, Choice, Problem
from facts.interchange.read_lines import (
    NOTHING_CHOSEN,
    Choices,
    DateMeaning,
    ReadLine,
)
from facts.interchange.tables.csv_form import template_lines
from facts.interchange.written_dates import DateOrder

__all__ = [
    "FILE_LIMIT",
    "LINE_LIMIT",
    "NOTHING_CHOSEN",
    "PROBLEMS_KEPT",
    "WRITABLE",
    "BadLines",
    "Choice",
    "Choices",
    "Content",
    "DateMeaning",
    "DateOrder",
    "FileForm",
    "JsonLine",
    "Problem",
    "ReadLine",
    "Reader",
    "UnreadableFile",
    "as_file",
    "fact_line",
    "fact_record",
    "form_of",
    "json_lines",
    "open_form",
    "pieces",
    "read_form",
    "returned",
    "shown",
    "template_lines",
    "write_form",
]
