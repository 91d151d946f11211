"""Facts in words, as plain text for all front ends.

Pure functions. Results may contain any stored text: the front end has to escape them.
"""

from facts.wording.not_found import (
    NOT_A_FINDING,
    NOTHING,
    TRY_OTHER_WORDS,
    language_name,
    none_answers,
    said_in,
    which_is_meant,
)
from facts.wording.other_languages import nothing_found_in
from facts.wording.standing import (
    change_words,
    cited,
    corrected,
    finding,
    published_on,
    ratings,
    retracted,
    standing_words,
    stands_as,
    status,
    summary,
    text_removed,
)
from facts.wording.who import (
    attribution,
    citation,
    claimed_by,
    in_reading_order,
    outlet_name,
    responder,
    said_by,
    shortest_name,
    stance_words,
)

__all__ = [
    "NOTHING",
    "NOT_A_FINDING",
    "TRY_OTHER_WORDS",
    "attribution",
    "change_words",
    "citation",
    "cited",
    "claimed_by",
    "corrected",
    "finding",
    "in_reading_order",
    "language_name",
    "none_answers",
    "nothing_found_in",
    "outlet_name",
    "published_on",
    "ratings",
    "responder",
    "retracted",
    "said_by",
    "said_in",
    "shortest_name",
    "stance_words",
    "standing_words",
    "stands_as",
    "status",
    "summary",
    "text_removed",
    "which_is_meant",
]
