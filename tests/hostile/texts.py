"""Texts that somebody would send to hold the bot up, in any length."""

from collections.abc import Callable, Mapping
from itertools import cycle, islice

_PIECES: Mapping[str, str] = {
    "joiners": "\u200d",
    "joiners between letters": "é\u200d",
    "invisible": "\u200b",
    "marks": "\u0301",
    "marks in falling order": "\u0301\u0323",
    "marks that widths hide": "\u0301\uff9e",
    "spaces": " ",
    "line breaks": "\n",
    "spaces and line breaks": " \n",
    "dots": ".",
    "initials": "A. ",
    "initials without spaces": "a.",
    "sentences": "No. ",
    "ends without space": "。",
    "quotes": '"',
    "closing quotes": ".”",
    "apostrophes": "a'",
    "brackets": "(",
    "closing brackets": ")]",
    "markup": "*_~`|",
    "digits": "1",
    "numbers": "1,111",
    "dates": "1 May 2020, ",
    "commas": ",",
    "one letter": "a",
    "single letters": "a ",
    "alternating scripts": "aжα",
    "syllables": "\u1100\u1161",
    "letters that grow": "ﷺ",
    "links": "https://a.example/b?c=d ",
    "slashes": "/",
    "one long link": "https://a.example/" + "/",
    "handles": "@a#b",
    "posts": " - x (@a) ",
    "mentions": "<@1>",
    "right to left": "\u202e",
    "words": "the denied claim was ",
    "different words": "abcdefghij klmnop qrst uvw xyz ",
}


def _repeated(piece: str, length: int) -> str:
    return "".join(islice(cycle(piece), length))


def _open(piece: str) -> Callable[[int], str]:
    return lambda length: f"x{_repeated(piece, length - 1)}"


def _closed(piece: str) -> Callable[[int], str]:
    # A letter at both ends: nothing that strips a text makes it harmless.
    return lambda length: f"x{_repeated(piece, length - 2)}x"


KINDS: Mapping[str, Callable[[int], str]] = {
    **{name: _open(piece) for name, piece in _PIECES.items()},
    **{f"{name}, then a letter": _closed(piece) for name, piece in _PIECES.items()},
}
