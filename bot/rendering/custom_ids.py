"""What a button of ours remembers, and places where alerts are told: short texts that outlive a
restart, at most 100 characters.

The prefix carries a version, so that a later form can be told from the messages of today.
"""

from dataclasses import dataclass
from typing import Self


class CustomId:
    """The form of a custom id, ``alert:{delivery}[:{page}]``: calling it makes one, ``template``
    reads it. ``parts`` are regular expressions in their order; what stands in brackets may be left
    out.
    """

    def __init__(self, form: str, /, **parts: str) -> None:
        head, _, tail = form.partition("[")
        self._head, self._tail = f"nn1:{head}", tail.removesuffix("]")
        self._parts = parts
        groups = {name: f"(?P<{name}>{expression})" for name, expression in parts.items()}
        self.template = self._head.format(**groups)
        if self._tail:
            self.template += f"(?:{self._tail.format(**groups)})?"

    def __call__(self, *values: object) -> str:
        """The id with ``values`` for its parts. A last one that is None or empty is left out."""
        given = dict(zip(self._parts, values, strict=False))
        left_out = len(given) < len(self._parts) or values[-1:] in ((None,), ("",))
        return (self._head + ("" if left_out else self._tail)).format(**given)


FACT_ID, NUMBER, WORD = r"\d{1,15}", r"\d{1,6}", "[a-z]{1,14}"
TOPIC = "topic:"
NONE_OF_THESE = "none"
wordings = CustomId("wordings:{fact_id}", fact_id=FACT_ID)
wordings_page = CustomId("wordings:{fact_id}:{page}", fact_id=FACT_ID, page=NUMBER)
fact_page = CustomId("fact:{fact_id}:{page}", fact_id=FACT_ID, page=NUMBER)
short_page = CustomId("short:{fact_id}:{page}", fact_id=FACT_ID, page=NUMBER)
cite = CustomId("cite:{fact_id}", fact_id=FACT_ID)
versions = CustomId("versions:{fact_id}:{page}", fact_id=FACT_ID, page=NUMBER)
# ``what`` is what is listed, ``slug`` the list that is open.
browse = CustomId("browse:{what}:{page}[:{slug}]", what=WORD, page=NUMBER, slug=r"[^\0]{1,70}")
browse_by = CustomId("browseby:{what}", what=WORD)
open_listed = CustomId("listed:{what}", what=WORD)
show_everyone = CustomId("everyone:{fact_id}", fact_id=FACT_ID)
pick = CustomId("pick")
# Alerts: ids of subscriptions and deliveries are the store's, short and without colons.
_SUBSCRIPTION, _DELIVERY = r"[\w-]{1,30}", r"[\w-]{1,40}"
follow = CustomId("follow:{fact_id}", fact_id=FACT_ID)
unfollow = CustomId("unfollow:{fact_id}", fact_id=FACT_ID)
subscription = CustomId("alerts:{subscription}:{act}", subscription=_SUBSCRIPTION, act=WORD)
choose = CustomId("alertset:{subscription}:{what}", subscription=_SUBSCRIPTION, what=WORD)
list_page = CustomId("alertlist:{page}", page=NUMBER)
list_open = CustomId("alertlist:open")
# ``mark`` names the message: by it an alert that was sent is found again in its channel.
week = CustomId("week:{subscription}:{mark}", subscription=_SUBSCRIPTION, mark=r"[\w-]{1,40}")
mute = CustomId("mute:{subscription}:{topic}", subscription=_SUBSCRIPTION, topic=r"[^\0]{1,60}")
mute_one = CustomId("mute:{subscription}", subscription=_SUBSCRIPTION)
event_page = CustomId(
    "alert:{delivery}:{event}:{page}", delivery=_DELIVERY, event=NUMBER, page=NUMBER
)
digest_page = CustomId("digest:{delivery}:{page}", delivery=_DELIVERY, page=NUMBER)
digest_open = CustomId("digest:{delivery}:open", delivery=_DELIVERY)
# The newsroom loop.
_REQUEST = r"\d{1,12}"
# ``message`` is the message that was checked, if one was.
ask = CustomId("ask[:{message}]", message=r"\d{1,20}")
withdraw = CustomId("withdraw[:{number}]", number=_REQUEST)
more = CustomId("more:{fact_id}:{decided}", fact_id=FACT_ID, decided=WORD)
vote = CustomId("vote:{fact_id}:{decided}:{vote}", fact_id=FACT_ID, decided=WORD, vote="yes|no")
forget = CustomId("forgetme")
report = CustomId("report:{fact_id}", fact_id=FACT_ID)
queue = CustomId("queue:{kind}:{page}", kind=WORD, page=NUMBER)
queue_open = CustomId("queue:open")
request = CustomId("request:{target}:{act}[:{n}]", target=_REQUEST, act=WORD, n=FACT_ID)
_CHANNEL, _DM = "channel", "dm"


@dataclass(frozen=True, slots=True)
class Place:
    """A channel or thread of a server or, where ``direct``, the direct messages with one person."""

    channel_id: int
    direct: bool

    def __str__(self) -> str:
        return f"{_DM if self.direct else _CHANNEL}:{self.channel_id}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what ``str`` gives."""
        kind, _, channel_id = text.partition(":")
        return cls(int(channel_id), direct=kind == _DM)

    @property
    def words(self) -> str:
        """``in #fact-desk``, as Markdown."""
        return "in your direct messages" if self.direct else f"in <#{self.channel_id}>"
