"""Files of JSON Lines that a stranger may have written."""

import json

import pytest

from facts.interchange.content import FILE_LIMIT, UnreadableFile
from facts.interchange.lines import LINE_LIMIT, json_lines


def problem(content: bytes) -> str:
    """What is wrong with the only line of ``content``."""
    (line,) = json_lines(content)
    assert line.record is None
    return line.problem


def test_objects_come_with_the_numbers_of_their_lines() -> None:
    """Blank lines count as lines but are no objects; any line end will do."""
    content = b'{"a": 1}\r\n\n   \t\n{"b": "\xc3\xa9"}'
    assert [(line.number, line.record) for line in json_lines(content)] == [
        (1, {"a": 1}),
        (4, {"b": "é"}),
    ]


def test_an_empty_file_has_no_lines() -> None:
    """Nothing is wrong with a file that holds nothing."""
    assert list(json_lines(b"")) == []


def test_a_byte_order_mark_is_passed_over() -> None:
    """As some editors write it at the start of a file, and only there."""
    first, second = json_lines(b'\xef\xbb\xbf{"a": 1}\n\xef\xbb\xbf{"a": 1}')
    assert first.record == {"a": 1}
    assert second.problem.startswith("this isn’t JSON")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"{", "this isn’t JSON: Expecting property name enclosed in double quotes at char"),
        (b'{"a": 1} {"b": 2}', "this isn’t JSON: Extra data at character 10"),
        (b'{"a": "\x01"}', "this isn’t JSON: Invalid control character at character 8"),
        (b'{"a": "caf\xe9"}', "byte 11 (0xE9) is not UTF-8; save the file as UTF-8"),
        (b'{"a": "\x00"}', "byte 8 is NUL; save the file as UTF-8"),
        (b'["a"]', "a line must be one object in braces, not a list"),
        (b'"a"', "a line must be one object in braces, not text"),
        (b"null", "a line must be one object in braces, not null"),
        (b'{"a": 1, "a": 1}', 'the field "a" is given twice'),
        (b'{"x": {"a": 1, "a": 2}}', 'the field "a" is given twice'),
        (b'{"a": NaN}', "NaN isn’t a JSON number"),
        (b'{"a": [-Infinity]}', "-Infinity isn’t a JSON number"),
        (b'{"a": ' + b"7" * 5000 + b"}", "a number has too many digits"),
        (b'{"a": ' + b"[" * 100_000, "lists or objects are nested too deeply"),
        (b'{"a": ' * 100_000, "lists or objects are nested too deeply"),
        (
            b"{" + b" " * LINE_LIMIT + b"}",
            "a line can have up to 2,097,152 bytes; this one has 2,097,154",
        ),
    ],
)
def test_what_is_not_one_plain_object_is_refused(content: bytes, sentence: str) -> None:
    """Each kind of broken line has a sentence that says what and where."""
    assert problem(content).startswith(sentence)


def test_a_line_of_the_longest_length_is_read() -> None:
    """The limit itself is allowed."""
    content = json.dumps({"a": "x" * (LINE_LIMIT - 9)}).encode()
    assert len(content) == LINE_LIMIT
    (line,) = json_lines(content)
    assert line.record is not None


def test_a_bad_line_does_not_hide_the_next() -> None:
    """Reading goes on, so that everything that is wrong can be told at once."""
    lines = list(json_lines(b'{\n{"a": 1}\n[]'))
    assert [line.number for line in lines if line.problem] == [1, 3]
    assert lines[1].record == {"a": 1}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_encodings_of_unicode_are_named_as_the_trouble(encoding: str) -> None:
    """With their mark the file is refused, without it each line asks for UTF-8."""
    content = '{"a": "b"}'.encode(encoding)
    try:
        assert "UTF-8" in problem(content)
    except UnreadableFile as refusal:
        assert "UTF-8" in refusal.sentence  # noqa: PT017  either way of saying it will do


def test_a_file_over_the_limit_is_refused_with_both_sizes() -> None:
    """Before a line of it is read."""
    with pytest.raises(UnreadableFile, match="268,435,457 bytes; the limit is 268,435,456"):
        next(json_lines(bytes(FILE_LIMIT + 1)))


def test_names_out_of_the_file_cannot_steer_the_sentence() -> None:
    """Escape sequences, line breaks and endless names are made harmless."""
    name = "\\u001b[2J\\nb" + "x" * 5000
    sentence = problem(f'{{"{name}": 1, "{name}": 2}}'.encode())
    assert "\x1b" not in sentence
    assert "\n" not in sentence
    assert len(sentence) < 120
