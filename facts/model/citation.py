"""Citations: a fact's number, its revision, and a check code of the exact text of that revision."""

import hashlib
import json
import re
from typing import NamedTuple

from facts.model.fact import Fact

# Crockford's base-32 alphabet: no letter can be mistaken for another one or for a digit.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LENGTH = 6
_BITS = 5
# Length limits keep citations within the numbers that a store can have.
_CITATION = re.compile(
    r"(?P<word>(?:fact|claim)\s*(?:#\s*)?|#\s*)?(?P<id>[0-9]{1,15})"
    r"(?:\.(?P<revision>[0-9]{1,9})(?:-(?P<check>[0-9a-z]{1,12}))?)?[.,]?",
    re.IGNORECASE,
)
_MISREAD = str.maketrans("oil", "011")


class Citation(NamedTuple):
    """The parts of ``12.3-k7x2qm``; ``revision`` and ``check`` are None if left out."""

    fact_id: int
    revision: int | None
    check: str | None


def checksum(fact: Fact) -> str:
    """A check code of six letters and digits, computed from the exact text of the revision.

    It covers the fact's id, revision, desk and content, but not editor and time.
    """
    content = fact.model_dump(
        mode="json", exclude_defaults=True, exclude={"created_at", "changed_at"}
    )
    text = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
    return "".join(_ALPHABET[number >> (_BITS * i) & 31] for i in range(_LENGTH))


def checked_citation(fact: Fact) -> str:
    """The citation with check code: ``12.3-k7x2qm``."""
    return f"{fact.citation}-{checksum(fact)}"


def read_citation(text: str, *, bare: bool = True) -> Citation | None:
    """Parse a citation; None if ``text`` is none.

    Accepts ``12``, ``#12``, ``fact 12``, ``12.3``, ``12.3-k7x2qm`` and ``Fact 12.3-k7x2qm``, also
    followed by a full stop or comma. ``bare``: accept a number alone, which in a question is a
    word. In the check code O, I and L are read as 0, 1 and 1.
    """
    found = _CITATION.fullmatch(text.strip())
    if found is None or not (bare or found["word"] or found["revision"]):
        return None
    revision = int(found["revision"]) if found["revision"] else None
    check = found["check"] and found["check"].lower().translate(_MISREAD)
    return Citation(int(found["id"]), revision, check)
