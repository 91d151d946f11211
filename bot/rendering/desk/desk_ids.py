"""What a control of the desk remembers in its custom id, at most 100 characters.

A draft's or import's id is the store's, short and without colons. ``n`` is a number that the act
needs: a page, a response, a source, a change.
"""

_ACT = r"(?P<act>[a-z]{1,14})(?::(?P<n>\d{1,15}))?"
DRAFT = rf"nn1:draft:(?P<target>[\w-]{{1,40}}):{_ACT}"
FACT = rf"nn1:deskfact:(?P<target>\d{{1,15}}):{_ACT}"
PROPOSAL = rf"nn1:proposal:(?P<target>[\w-]{{1,40}}):{_ACT}"
IMPORT = r"nn1:import:(?P<plan>[\w-]{1,40}):(?P<act>[a-z]{1,14})"
MERGE = r"nn1:merge:(?P<keep>\d{1,15}):(?P<other>\d{1,15}):(?P<act>[a-z]{1,14})"
SETUP = r"nn1:setup:(?P<act>[a-z]{1,14})"
FACTS = r"nn1:facts:(?P<page>\d{1,6}):(?P<flags>[a-z]?[ux]{0,2}):(?P<texts>[^\0]{0,80})"
LOG = r"nn1:log:(?P<before>\d{0,15}):(?P<editor>\d{0,20}):(?P<fact_id>\d{0,15}):(?P<kind>[a-z]*)"
OPEN = r"nn1:open:(?P<what>facts|drafts|incoming|dismissed)"
INCOMING = r"nn1:incoming:(?P<page>\d{1,6})"
AGAIN = r"nn1:again:(?P<form>[a-z]{1,14}:[\w-]{1,40}:\d{0,15}:[\w-]{1,24})"


def draft(draft_id: str, act: str, n: int | None = None) -> str:
    return _numbered(f"nn1:draft:{draft_id}:{act}", n)


def fact(fact_id: int, act: str, n: int | None = None) -> str:
    return _numbered(f"nn1:deskfact:{fact_id}:{act}", n)


def proposal(draft_id: str, act: str, n: int | None = None) -> str:
    return _numbered(f"nn1:proposal:{draft_id}:{act}", n)


def import_(plan_id: str, act: str) -> str:
    return f"nn1:import:{plan_id}:{act}"


def merge(keep: int, other: int, act: str) -> str:
    return f"nn1:merge:{keep}:{other}:{act}"


def setup(act: str) -> str:
    return f"nn1:setup:{act}"


def open_(what: str) -> str:
    return f"nn1:open:{what}"


def incoming(page: int) -> str:
    return f"nn1:incoming:{page}"


def log(before: int | None, editor: str, fact_id: int | None, kind: str) -> str:
    return f"nn1:log:{_or_none(before)}:{editor}:{_or_none(fact_id)}:{kind}"


def again(form_id: str) -> str:
    return f"nn1:again:{form_id}"


def _numbered(custom_id: str, n: int | None) -> str:
    return custom_id if n is None else f"{custom_id}:{n}"


def _or_none(number: int | None) -> str:
    return "" if number is None else str(number)
