"""Reasons that people give, as the log takes them."""

from facts.forms.typed import NotValid
from facts.model import clean_text

# The log takes 1,000 characters; a note on who approved stands beside it.
LONGEST_REASON = 800


def remark(text: str, needed: str = "Write a reason.") -> str:
    """``text``, cleaned. Raises NotValid, with ``needed`` where there is none, or when long."""
    if len(text) > LONGEST_REASON:
        raise NotValid(
            (f"A reason may have {LONGEST_REASON} characters, this one has {len(text):,}.",)
        )
    said = clean_text(text)
    if not said:
        raise NotValid((needed,))
    return said
