"""What a button of ours remembers: short texts that outlive a restart, at most 100 characters.

The prefix carries a version, so that a later form can be told from the messages of today.
"""

WORDINGS = r"nn1:wordings:(?P<fact_id>\d{1,15})"
WORDINGS_PAGE = r"nn1:wordings:(?P<fact_id>\d{1,15}):(?P<page>\d{1,3})"
FACT_PAGE = r"nn1:fact:(?P<fact_id>\d{1,15}):(?P<page>\d{1,3})"
SHOW_EVERYONE = r"nn1:everyone:(?P<fact_id>\d{1,15})"
PICK = r"nn1:pick"
NONE_OF_THESE = "none"


def wordings(fact_id: int) -> str:
    return f"nn1:wordings:{fact_id}"


def wordings_page(fact_id: int, page: int) -> str:
    return f"nn1:wordings:{fact_id}:{page}"


def fact_page(fact_id: int, page: int) -> str:
    return f"nn1:fact:{fact_id}:{page}"


def show_everyone(fact_id: int) -> str:
    return f"nn1:everyone:{fact_id}"


def pick() -> str:
    return "nn1:pick"
