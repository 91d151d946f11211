"""What a control of an alert or of a subscription remembers in its custom id.

Ids of subscriptions and deliveries are the store's, short and without colons.
"""

_SUBSCRIPTION = r"(?P<subscription>[\w-]{1,30})"
_DELIVERY = r"(?P<delivery>[\w-]{1,40})"
FOLLOW = r"nn1:follow:(?P<fact_id>\d{1,15})"
UNFOLLOW = r"nn1:unfollow:(?P<fact_id>\d{1,15})"
CARE = rf"nn1:alerts:{_SUBSCRIPTION}:(?P<act>[a-z]{{1,14}})"
CHOOSE = rf"nn1:alertset:{_SUBSCRIPTION}:(?P<what>[a-z]{{1,14}})"
LIST_PAGE = r"nn1:alertlist:(?P<page>\d{1,3})"
LIST_OPEN = r"nn1:alertlist:open"
WEEK = rf"nn1:week:{_SUBSCRIPTION}:(?P<mark>[\w-]{{1,40}})"
MUTE = rf"nn1:mute:{_SUBSCRIPTION}:(?P<topic>[^\0]{{1,60}})"
MUTE_ONE = rf"nn1:mute:{_SUBSCRIPTION}"
EVENT_PAGE = rf"nn1:alert:{_DELIVERY}:(?P<event>\d{{1,6}}):(?P<page>\d{{1,3}})"
DIGEST_PAGE = rf"nn1:digest:{_DELIVERY}:(?P<page>\d{{1,3}})"
DIGEST_OPEN = rf"nn1:digest:{_DELIVERY}:open"


def follow(fact_id: int) -> str:
    return f"nn1:follow:{fact_id}"


def unfollow(fact_id: int) -> str:
    return f"nn1:unfollow:{fact_id}"


def care(subscription: str, act: str) -> str:
    return f"nn1:alerts:{subscription}:{act}"


def choose(subscription: str, what: str) -> str:
    return f"nn1:alertset:{subscription}:{what}"


def list_page(page: int) -> str:
    return f"nn1:alertlist:{page}"


def list_open() -> str:
    return "nn1:alertlist:open"


def week(subscription: str, mark: str) -> str:
    """``mark`` names the message: by it an alert that was sent is found again in its channel."""
    return f"nn1:week:{subscription}:{mark}"


def mute(subscription: str, topic: str) -> str:
    return f"nn1:mute:{subscription}:{topic}"


def mute_one(subscription: str) -> str:
    return f"nn1:mute:{subscription}"


def event_page(delivery: str, event: int, page: int) -> str:
    return f"nn1:alert:{delivery}:{event}:{page}"


def digest_page(delivery: str, page: int) -> str:
    return f"nn1:digest:{delivery}:{page}"


def digest_open(delivery: str) -> str:
    return f"nn1:digest:{delivery}:open"
