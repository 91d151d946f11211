"""A short check on the exact text of a fact's revision, which makes a citation verifiable."""

import hashlib
import json
import re
from typing import NamedTuple

from facts.model.fact import Fact

# Crockford's alphabet: no letter in it is mistaken for another one or for a digit.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LENGTH = 6
_BITS = 5
_CITATION = re.compile(r"#?(\d{1,15})\.(\d{1,9})(?:-([0-9a-z]{1,12}))?", re.IGNORECASE)
_MISREAD = str.maketrans("oil", "011")


class Citation(NamedTuple):
    """What ``12.3-k7x2qm`` says; ``check`` is None where it was left out."""

    fact_id: int
    revision: int
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


def read_citation(text: str) -> Citation | None:
    """What ``text`` cites; None when it is no citation. O, I and L are read as 0, 1 and 1."""
    form = _CITATION.fullmatch(text.strip())
    if form is None:
        return None
    check = form[3] and form[3].lower().translate(_MISREAD)
    return Citation(int(form[1]), int(form[2]), check)
