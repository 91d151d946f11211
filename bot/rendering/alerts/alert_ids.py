"""What a control of an alert or of a subscription remembers in its custom id.

Ids of subscriptions and deliveries are the store's, short and without colons.
"""

from bot.rendering.custom_ids import FACT_ID, NUMBER, WORD, CustomId

_SUBSCRIPTION, _DELIVERY = r"[\w-]{1,30}", r"[\w-]{1,40}"
follow = CustomId("follow:{fact_id}", fact_id=FACT_ID)
unfollow = CustomId("unfollow:{fact_id}", fact_id=FACT_ID)
care = CustomId("alerts:{subscription}:{act}", subscription=_SUBSCRIPTION, act=WORD)
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
