"""What a control of the newsroom loop remembers in its custom id, at most 100 characters."""

from bot.rendering.custom_ids import FACT_ID, NUMBER, WORD, CustomId

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
