"""The kinds of shelf documents that the newsroom loop uses."""

from facts.model import DeskId
from facts.store.protocol import Delete, Put
from facts.usecases.newsroom.request import Asker
from facts.usecases.newsroom.shown_answer import ShownAnswer

# One kind for each desk, so that they are deleted with the desk's other data.
REQUESTS = "newsroom-requests/"
ASKERS = "newsroom-askers"
# The highest request number ever given, so that none is reused after a deletion.
COUNTER, NEWEST = "newsroom-counter", "newest"
SHOWN = "shown-answers"
# One for each fact that was corrected while messages showed it.
MARKS = "shown-answer-marks"
# The log position up to which these were made.
PROGRESS, FOLLOWED = "shown-answer-progress", "followed"


def kind_of(desk: DeskId) -> str:
    """The document kind of a desk's requests."""
    return f"{REQUESTS}{desk}"


def keep_asker(asker: Asker) -> Put:
    return Put(ASKERS, asker.key, asker.model_dump(mode="json"))


def forget_asker(asker: Asker) -> Delete:
    return Delete(ASKERS, asker.key)


def keep_shown(shown: ShownAnswer) -> Put:
    return Put(SHOWN, shown.message, shown.model_dump(mode="json", exclude_defaults=True))


def forget_shown(shown: ShownAnswer) -> Delete:
    return Delete(SHOWN, shown.message)
