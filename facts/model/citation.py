"""How a fact is cited: by its number, its revision, and a check on the exact text of that."""

import hashlib
import json
import re
from typing import NamedTuple

from facts.model.fact import Fact

# Crockford's alphabet: no letter in it is mistaken for another one or for a digit.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LENGTH = 6
_BITS = 5
# Digits and revisions are bounded so that a citation is never a number that no store could have.
_CITATION = re.compile(
    r"(?P<word>(?:fact|claim)\s*(?:#\s*)?|#\s*)?(?P<id>[0-9]{1,15})"
    r"(?:\.(?P<revision>[0-9]{1,9})(?:-(?P<check>[0-9a-z]{1,12}))?)?[.,]?",
    re.IGNORECASE,
)
_MISREAD = str.maketrans("oil", "011")


class Citation(NamedTuple):
    """What ``12.3-k7x2qm`` says; ``revision`` and ``check`` are None where they were left out."""

    fact_id: int
    revision: int | None
    check: str | None


def checksum(fact: Fact) -> str:
    """Six letters and digits that are other ones as soon as one letter of the revision is.

    They are of the fact's id, revision, desk and content; who edited it and when is not among it.
    """
    content = fact.model_dump(
        mode="json", exclude_defaults=True, exclude={"created_at", "changed_at"}
    )
    text = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
    return "".join(_ALPHABET[number >> (_BITS * i) & 31] for i in range(_LENGTH))


def checked_citation(fact: Fact) -> str:
    """``12.3-k7x2qm``: id, revision and check."""
    return f"{fact.citation}-{checksum(fact)}"


def read_citation(text: str, *, bare: bool = True) -> Citation | None:
    """What ``text`` cites; None when it is no citation.

    It reads ``12``, ``#12``, ``fact 12``, ``12.3``, ``12.3-k7x2qm`` and ``Fact 12.3-k7x2qm``, with
    a full stop or comma behind, as a sentence has it. Without ``bare`` a number alone is none: in a
    question it is a word. In the check O, I and L are read as 0, 1 and 1.
    """
    found = _CITATION.fullmatch(text.strip())
    if found is None or not (bare or found["word"] or found["revision"]):
        return None
    revision = int(found["revision"]) if found["revision"] else None
    check = found["check"] and found["check"].lower().translate(_MISREAD)
    return Citation(int(found["id"]), revision, check)
