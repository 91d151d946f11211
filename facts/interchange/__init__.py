"""The interchange form: facts as JSON Lines, one fact a line. Described in docs/interchange.md."""

from facts.interchange.file_kinds import form_of
from facts.interchange.forms import (
    WRITABLE,
    FileForm,
    Reader,
    open_form,
    read_form,
    returned,
    write_form,
)
from facts.interchange.lines import FILE_LIMIT, LINE_LIMIT, JsonLine, UnreadableFile, json_lines
from facts.interchange.problems import PROBLEMS_KEPT, BadLines, Choice, Problem
from facts.interchange.reading import (
    NOTHING_CHOSEN,
    Choices,
    DateMeaning,
    ReadLine,
    read_drafts,
)
from facts.interchange.template import template_lines
from facts.interchange.writing import fact_line, fact_record
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
    "DateMeaning",
    "DateOrder",
    "FileForm",
    "JsonLine",
    "Problem",
    "ReadLine",
    "Reader",
    "UnreadableFile",
    "fact_line",
    "fact_record",
    "form_of",
    "json_lines",
    "open_form",
    "read_drafts",
    "read_form",
    "returned",
    "template_lines",
    "write_form",
]
