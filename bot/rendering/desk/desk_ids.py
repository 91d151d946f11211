"""The custom ids of the desk's controls, at most 100 characters.

The store makes the ids of drafts and imports, short and without colons. ``target`` and ``n`` are
documented at ``bot.desk.desk_replies.Press``, act by act.
"""

from bot.rendering.custom_ids import FACT_ID, NUMBER, WORD, CustomId

_ID, _MAYBE = r"[\w-]{1,40}", r"\d{0,15}"
draft = CustomId("draft:{target}:{act}[:{n}]", target=_ID, act=WORD, n=FACT_ID)
fact = CustomId("deskfact:{target}:{act}[:{n}]", target=FACT_ID, act=WORD, n=FACT_ID)
proposal = CustomId("proposal:{target}:{act}[:{n}]", target=_ID, act=WORD, n=FACT_ID)
import_ = CustomId("import:{plan}:{act}", plan=_ID, act=WORD)
merge = CustomId("merge:{keep}:{other}:{act}", keep=FACT_ID, other=FACT_ID, act=WORD)
setup = CustomId("setup:{act}", act=WORD)
facts = CustomId(
    "facts:{page}:{flags}:{texts}", page=NUMBER, flags="[a-z]?[ux]{0,2}", texts=r"[^\0]{0,80}"
)
log = CustomId(
    "log:{before}:{editor}:{fact_id}:{kind}",
    before=_MAYBE,
    editor=r"\d{0,20}",
    fact_id=_MAYBE,
    kind="[a-z]*",
)
open_ = CustomId("open:{what}", what="facts|drafts|incoming|dismissed")
incoming = CustomId("incoming:{page}", page=NUMBER)
again = CustomId("again:{form}", form=r"[a-z]{1,14}:[\w-]{1,40}:\d{0,15}:[\w-]{1,24}")
