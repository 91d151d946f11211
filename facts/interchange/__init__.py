"""The interchange form: facts as JSON Lines, one fact a line. Described in docs/interchange.md."""

from facts.interchange.forms import WRITABLE, FileForm, read_form, write_form
from facts.interchange.lines import FILE_LIMIT, LINE_LIMIT, Line, UnreadableFile, json_lines
from facts.interchange.problems import PROBLEMS_KEPT, BadLines, Problem
from facts.interchange.reading import ReadLine, read_drafts
from facts.interchange.writing import fact_line, fact_record

__all__ = [
    "FILE_LIMIT",
    "LINE_LIMIT",
    "PROBLEMS_KEPT",
    "WRITABLE",
    "BadLines",
    "FileForm",
    "Line",
    "Problem",
    "ReadLine",
    "UnreadableFile",
    "fact_line",
    "fact_record",
    "json_lines",
    "read_drafts",
    "read_form",
    "write_form",
]
