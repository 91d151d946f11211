"""The modals that edit a subscription: its filters and its times."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Self

import discord

from bot.alerts.subscribers import subscriber_of
from bot.alerts.typed_options import TypedFilter, quiet_hours, time_of_day
from bot.interactions.context import client_of
from bot.interactions.modals import Field, Modal
from bot.interactions.replies import show
from bot.rendering.alerts.subscription_card import change_layout
from facts.alerts.subscription import Daily, Subscription, Weekly
from facts.forms.moments import zone_named

_LONGEST = 500
_TEXTS = ("topics", "keywords", "speakers", "outlets")
_JOINTS = "Commas: any of them. Plus signs (+): all of them"
_ALL, _ANY = "all", "any"


class SubscriptionModal(Modal):
    """A modal that changes a subscription; ``target`` is the subscription's id."""

    async def submit(self, interaction: discord.Interaction[Any], typed: Mapping[str, str]) -> None:
        subscribing = client_of(interaction).alerts.alerting.subscribing
        who = await subscriber_of(interaction)
        fields = self.read(await subscribing.get(who, self.target), typed)
        kept = await subscribing.change(who, self.target, **fields)
        await show(interaction, change_layout(kept))

    @abstractmethod
    def read(self, old: Subscription, typed: Mapping[str, str]) -> Mapping[str, object]:
        """The changed fields of the subscription, by name. Raises Refusal for invalid input."""


class EditFilters(SubscriptionModal):
    """Edits the filter of a subscription."""

    name = "filters"
    title = "Topics and words"
    fields: tuple[Field, ...] = (
        Field("topics", "Topics", _JOINTS, "harbour, bridge", longest=_LONGEST),
        Field("keywords", "Words of the claim", "As in /claim", "harbour bridge", longest=_LONGEST),
        Field("speakers", "Claimed by", example="Ada Berg", longest=_LONGEST),
        Field("outlets", "Reported by", example="Harbour Post", longest=_LONGEST),
        Field(
            "join",
            "Together",
            required=True,
            choices=((_ALL, "Match all of these"), (_ANY, "Match any of these")),
        ),
    )

    @classmethod
    def opened_on(cls, subscription: Subscription) -> Self:
        """The modal, prefilled from ``subscription``."""
        typed = TypedFilter.from_filter(subscription.wanted)
        values = {name: getattr(typed, name) for name in _TEXTS}
        values["join"] = _ANY if typed.any_of else _ALL
        return cls(subscription.id, values=values)

    def read(self, old: Subscription, typed: Mapping[str, str]) -> Mapping[str, object]:
        before = TypedFilter.from_filter(old.wanted)
        texts: dict[str, Any] = {name: typed.get(name, "") for name in _TEXTS}
        return {"wanted": replace(before, **texts, any_of=typed.get("join") == _ANY).wanted}


class EditTimes(SubscriptionModal):
    """Edits a subscription's time zone, quiet hours and, if daily or weekly, its time of day."""

    name = "times"
    title = "Times"
    fields: tuple[Field, ...] = (
        Field("zone", "Time zone", example="Europe/Oslo", longest=_LONGEST),
        Field(
            "quiet",
            "Quiet hours",
            "Alerts wait until they’re over",
            "22:00-07:00",
            longest=_LONGEST,
        ),
    )
    _at = Field("at", "At", example="08:00", longest=_LONGEST)

    @classmethod
    def opened_on(cls, subscription: Subscription) -> Self:
        """The modal, prefilled from ``subscription``."""
        quiet = subscription.quiet
        values = {
            "zone": subscription.zone,
            "quiet": f"{quiet.start:%H:%M}-{quiet.end:%H:%M}" if quiet else "",
        }
        modal = cls(subscription.id, values=values)
        if isinstance(subscription.when, Daily | Weekly):
            modal.values = {**values, "at": f"{subscription.when.at:%H:%M}"}
            modal.fields = (cls._at, *cls.fields)
        return modal

    def read(self, old: Subscription, typed: Mapping[str, str]) -> Mapping[str, object]:
        fields: dict[str, object] = {
            "zone": zone_named(typed.get("zone") or "UTC"),
            "quiet": quiet_hours(typed.get("quiet", "")),
        }
        if isinstance(old.when, Daily | Weekly) and typed.get("at"):
            fields["when"] = old.when.model_copy(update={"at": time_of_day(typed["at"])})
        return fields


MODALS = (EditFilters, EditTimes)
