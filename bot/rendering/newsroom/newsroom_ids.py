"""What a control of the newsroom loop remembers in its custom id, at most 100 characters."""

# ``message`` is the message that was checked, if one was.
ASK = r"nn1:ask(?::(?P<message>\d{1,20}))?"
WITHDRAW = r"nn1:withdraw(?::(?P<number>\d{1,12}))?"
MORE = r"nn1:more:(?P<fact_id>\d{1,15}):(?P<decided>[a-z]{1,10})"
VOTE = r"nn1:vote:(?P<fact_id>\d{1,15}):(?P<decided>[a-z]{1,10}):(?P<vote>yes|no)"
FORGET = r"nn1:forgetme"
REPORT = r"nn1:report:(?P<fact_id>\d{1,15})"
QUEUE = r"nn1:queue:(?P<kind>[a-z]{0,8}):(?P<page>\d{1,5})"
OPEN = r"nn1:queue:open"
REQUEST = r"nn1:request:(?P<target>\d{1,12}):(?P<act>[a-z]{1,14})(?::(?P<n>\d{1,15}))?"


def ask(message: int | None = None) -> str:
    return "nn1:ask" if message is None else f"nn1:ask:{message}"


def withdraw(number: int) -> str:
    return f"nn1:withdraw:{number}"


def withdraw_chosen() -> str:
    return "nn1:withdraw"


def more(fact_id: int, decided: str) -> str:
    return f"nn1:more:{fact_id}:{decided}"


def vote(fact_id: int, decided: str, vote: str) -> str:
    return f"nn1:vote:{fact_id}:{decided}:{vote}"


def forget() -> str:
    return "nn1:forgetme"


def report(fact_id: int) -> str:
    return f"nn1:report:{fact_id}"


def queue(kind: str, page: int) -> str:
    return f"nn1:queue:{kind}:{page}"


def queue_open() -> str:
    return "nn1:queue:open"


def request(number: int, act: str, n: int | None = None) -> str:
    return f"nn1:request:{number}:{act}" + ("" if n is None else f":{n}")
