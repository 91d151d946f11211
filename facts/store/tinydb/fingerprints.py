"""Finding a text again of which only a fingerprint is kept: in a backup that still has it."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from typing import Any

_BYTES = 16


def fingerprint(text: str) -> dict[str, Any]:
    """The length of a text and a salted digest. Who guesses the text can confirm the guess."""
    salt = secrets.token_bytes(_BYTES)
    return {"length": len(text), "salt": salt.hex(), "digest": _digest(text, salt).hex()}


class Fingerprints:
    """Finds the texts that some fingerprints are of. ``by_word``: only as words of their own."""

    def __init__(self, prints: Sequence[dict[str, Any]], *, by_word: bool = False) -> None:
        self._prints = [
            (one["length"], bytes.fromhex(one["salt"]), bytes.fromhex(one["digest"]))
            for one in sorted(prints, key=lambda one: one["length"], reverse=True)
        ]
        self._by_word = by_word

    def sub(self, replacement: str, text: str) -> str:
        """``text`` with ``replacement`` for each of them."""
        for length, salt, digest in self._prints:
            left, place = "", 0
            while place + length <= len(text):
                if self._is_at(text, place, length, salt, digest):
                    left, text, place = left + text[:place] + replacement, text[place + length :], 0
                else:
                    place += 1
            text = left + text
        return text

    def search(self, text: str) -> bool:
        """Whether any of them is in ``text``."""
        return any(
            self._is_at(text, place, length, salt, digest)
            for length, salt, digest in self._prints
            for place in range(len(text) - length + 1)
        )

    def _is_at(self, text: str, place: int, length: int, salt: bytes, digest: bytes) -> bool:
        end = place + length
        if self._by_word and (_is_word(text[place - 1 : place]) or _is_word(text[end : end + 1])):
            return False
        return hmac.compare_digest(_digest(text[place:end], salt), digest)


def _digest(text: str, salt: bytes) -> bytes:
    data = text.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=_BYTES, salt=salt).digest()


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"
