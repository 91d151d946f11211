"""The custom ids of controls, at most 100 characters, and places of alerts as stored texts.

A custom id holds all that its control needs, so that it works after a restart. The prefix ``nn1``
is the version of the format, for controls on old messages.
"""

from dataclasses import dataclass
from typing import Self


class CustomId:
    """The format of a custom id, such as ``alert:{delivery}[:{page}]``, with an optional part in
    brackets. A call builds an id; ``template`` is the regular expression that parses one. ``parts``
    are the regular expressions of the parts, in order.
    """

    def __init__(self, pattern: str, /, **parts: str) -> None:
        head, _, tail = pattern.partition("[")
        self._head, self._tail = f"nn1:{head}", tail.removesuffix("]")
        self._parts = parts
        groups = {name: f"(?P<{name}>{expression})" for name, expression in parts.items()}
        self.template = self._head.format(**groups)
        if self._tail:
            self.template += f"(?:{self._tail.format(**groups)})?"

    def __call__(self, *values: object) -> str:
        """The id with these values; an optional last part is omitted if None or empty."""
        given = dict(zip(self._parts, values, strict=False))
        left_out = len(given) < len(self._parts) or values[-1:] in ((None,), ("",))
        return (self._head + ("" if left_out else self._tail)).format(**given)


FACT_ID, NUMBER, WORD = r"\d{1,15}", r"\d{1,6}", "[a-z]{1,14}"
TOPIC = "topic:"
NONE_OF_THESE = "none"
wordings = CustomId("wordings:{fact_id}[:{page}]", fact_id=FACT_ID, page=NUMBER)
# ``card`` is the card with all of a fact, or the short one.
fact_page = CustomId("{card}:{fact_id}:{page}", card="fact|short", fact_id=FACT_ID, page=NUMBER)
cite = CustomId("cite:{fact_id}", fact_id=FACT_ID)
versions = CustomId("versions:{fact_id}:{page}", fact_id=FACT_ID, page=NUMBER)
# ``what`` is the kind of list (topics, newest …), ``slug`` the open topic, person or outlet.
browse = CustomId("browse:{what}:{page}[:{slug}]", what=WORD, page=NUMBER, slug=r"[^\0]{1,70}")
browse_by = CustomId("browseby:{what}", what=WORD)
open_listed = CustomId("listed:{what}", what=WORD)
show_everyone = CustomId("everyone:{fact_id}", fact_id=FACT_ID)
pick = CustomId("pick")
# Alerts. The store makes the ids of subscriptions and deliveries, short and without colons.
_SUBSCRIPTION, _DELIVERY = r"[\w-]{1,30}", r"[\w-]{1,40}"
follow = CustomId("follow:{fact_id}", fact_id=FACT_ID)
unfollow = CustomId("unfollow:{fact_id}", fact_id=FACT_ID)
subscription = CustomId("alerts:{subscription}:{act}", subscription=_SUBSCRIPTION, act=WORD)
choose = CustomId("alertset:{subscription}:{what}", subscription=_SUBSCRIPTION, what=WORD)
list_page = CustomId("alertlist:{page}", page=NUMBER)
list_open = CustomId("alertlist:open")
# ``mark`` is unique to a message, to find a sent alert again in its channel.
week = CustomId("week:{subscription}:{mark}", subscription=_SUBSCRIPTION, mark=r"[\w-]{1,40}")
mute = CustomId("mute:{subscription}[:{topic}]", subscription=_SUBSCRIPTION, topic=r"[^\0]{1,60}")
event_page = CustomId(
    "alert:{delivery}:{event}:{page}", delivery=_DELIVERY, event=NUMBER, page=NUMBER
)
digest_page = CustomId("digest:{delivery}:{page}", delivery=_DELIVERY, page=NUMBER)
digest_open = CustomId("digest:{delivery}:open", delivery=_DELIVERY)
# The newsroom loop.
_REQUEST = r"\d{1,12}"
# ``message`` is the id of the message that was checked, if any.
ask = CustomId("ask[:{message}]", message=r"\d{1,20}")
withdraw = CustomId("withdraw[:{number}]", number=_REQUEST)
more = CustomId("more:{fact_id}:{decided}", fact_id=FACT_ID, decided=WORD)
vote = CustomId("vote:{fact_id}:{decided}:{vote}", fact_id=FACT_ID, decided=WORD, vote="yes|no")
forget = CustomId("forgetme")
report = CustomId("report:{fact_id}", fact_id=FACT_ID)
queue = CustomId("queue:{kind}:{page}", kind=WORD, page=NUMBER)
queue_open = CustomId("queue:open")
request = CustomId("request:{target}:{act}[:{n}]", target=_REQUEST, act=WORD, n=FACT_ID)
# The desk. ``target`` and ``n`` are documented at ``bot.desk.services.Press``, act by act. The
# store makes the ids of drafts and imports, short and without colons.
_ID, _MAYBE = r"[\w-]{1,40}", r"\d{0,15}"
draft = CustomId("draft:{target}:{act}[:{n}]", target=_ID, act=WORD, n=FACT_ID)
desk_fact = CustomId("deskfact:{target}:{act}[:{n}]", target=FACT_ID, act=WORD, n=FACT_ID)
proposal = CustomId("proposal:{target}:{act}[:{n}]", target=_ID, act=WORD, n=FACT_ID)
import_ = CustomId("import:{plan}:{act}", plan=_ID, act=WORD)
merge = CustomId("merge:{keep}:{other}:{act}", keep=FACT_ID, other=FACT_ID, act=WORD)
desk_setup = CustomId("setup:{act}", act=WORD)
desk_facts = CustomId(
    "facts:{page}:{flags}:{texts}", page=NUMBER, flags="[a-z]?[ux]{0,2}", texts=r"[^\0]{0,80}"
)
desk_log = CustomId(
    "log:{before}:{editor}:{fact_id}:{kind}",
    before=_MAYBE,
    editor=r"\d{0,20}",
    fact_id=_MAYBE,
    kind="[a-z]*",
)
desk_open = CustomId("open:{what}", what="facts|drafts|incoming|dismissed")
incoming = CustomId("incoming:{page}", page=NUMBER)
again = CustomId("again:{modal}", modal=r"[a-z]{1,14}:[\w-]{1,40}:\d{0,15}:[\w-]{1,24}")

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
        """Parse what ``str(place)`` returns."""
        kind, _, channel_id = text.partition(":")
        return cls(int(channel_id), direct=kind == _DM)

    @property
    def words(self) -> str:
        """The place in words, such as ``in #fact-desk``, as Markdown."""
        return "in your direct messages" if self.direct else f"in <#{self.channel_id}>"
