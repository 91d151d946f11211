"""A line with one other byte is put right from its checksum; more than that is never guessed."""

from hypothesis import given
from hypothesis import strategies as st

from facts.store.journal.healing import healed, sound_lines
from facts.store.journal.records import commit, put

LINES = st.binary(max_size=40).map(
    lambda text: put("facts", "12", b'{"n":"' + text.hex().encode() + b'"}').line
)


@given(LINES, st.data())
def test_one_other_byte_is_worked_out(line: bytes, data: st.DataObject) -> None:
    """Wherever it is: in the checksum, the document, or the end of the line."""
    place = data.draw(st.integers(0, len(line) - 1))
    damaged = bytearray(line)
    damaged[place] ^= data.draw(st.integers(1, 255))
    assert healed(bytes(damaged)) == line


@given(LINES, st.data())
def test_more_than_one_other_byte_is_no_line(line: bytes, data: st.DataObject) -> None:
    """It is lost rather than made up."""
    places = data.draw(st.lists(st.integers(18, len(line) - 2), min_size=3, unique=True))
    damaged = bytearray(line)
    for place in places:
        damaged[place] ^= data.draw(st.integers(1, 255))
    assert healed(bytes(damaged)) is None


@given(st.lists(LINES, min_size=2, max_size=4), st.data())
def test_damaged_ends_of_lines_are_found(lines: list[bytes], data: st.DataObject) -> None:
    """One that became another byte joins two lines, a byte that became one divides a line."""
    whole = b"".join([*lines, commit(1, len(lines), 0)])
    place = data.draw(st.integers(0, len(whole) - 1))
    damaged = bytearray(whole)
    damaged[place] = data.draw(st.sampled_from(b"\n\r~"))
    assert b"".join(line or b"" for line in sound_lines(bytes(damaged))) == whole
