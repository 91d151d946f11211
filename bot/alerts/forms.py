"""The forms of a subscription: topics and words, and times. Nothing of an open form is kept."""

from collections.abc import Mapping

import discord
from discord import ui

from bot.alerts.filtering import Typed
from bot.alerts.timing import Zones, quiet_hours, time_of_day
from bot.rendering.alerts import alert_ids
from facts.alerts.filters import EVERYTHING
from facts.alerts.schedule import Daily, Weekly
from facts.alerts.subscription import Subscription

_LONGEST = 500
_JOINTS = "With commas: any of them. With + between: all of them"
ALL, ANY = "all", "any"


def filters_form(subscription: Subscription) -> ui.Modal:
    """What the alerts are about, as it was typed."""
    typed = Typed.of(subscription.wanted or EVERYTHING)
    form = ui.Modal(title="Topics and words", custom_id=alert_ids.form(subscription.id, "filters"))
    for key, label, value, example, hint in (
        ("topics", "Topics", typed.topics, "harbour, bridge", _JOINTS),
        ("keywords", "Words of the claim", typed.keywords, "harbour bridge", "As in /claim"),
        ("speakers", "Who said it", typed.speakers, "Ada Berg", None),
        ("outlets", "Reported by", typed.outlets, "Harbour Post", None),
    ):
        _ask(form, key, label, value=value, example=example, hint=hint)
    joining = ui.Select[ui.Modal](
        custom_id="join",
        options=[
            discord.SelectOption(
                label="A fact must fit all that is filled in", value=ALL, default=not typed.any_of
            ),
            discord.SelectOption(
                label="A fact must fit one of them", value=ANY, default=typed.any_of
            ),
        ],
    )
    return form.add_item(ui.Label(text="Together", component=joining))


def filters_typed(subscription: Subscription, values: Mapping[str, str]) -> Typed:
    """What was filled in; what the form does not ask for stays as it is."""
    old = Typed.of(subscription.wanted or EVERYTHING)
    return Typed(
        topics=values.get("topics", ""),
        keywords=values.get("keywords", ""),
        speakers=values.get("speakers", ""),
        outlets=values.get("outlets", ""),
        stance=old.stance,
        desk=old.desk,
        any_of=values.get("join") == ANY,
    )


def times_form(subscription: Subscription) -> ui.Modal:
    """When the alerts are told."""
    form = ui.Modal(title="Times", custom_id=alert_ids.form(subscription.id, "times"))
    if isinstance(subscription.when, Daily | Weekly):
        _ask(form, "at", "At", value=f"{subscription.when.at:%H:%M}", example="08:00")
    _ask(form, "zone", "Time zone", value=subscription.zone, example="Europe/Oslo")
    quiet = subscription.quiet
    hours = f"{quiet.start:%H:%M}-{quiet.end:%H:%M}" if quiet else ""
    _ask(
        form,
        "quiet",
        "Quiet hours",
        value=hours,
        example="22:00-07:00",
        hint="Told when they are over",
    )
    return form


def times_typed(
    subscription: Subscription, values: Mapping[str, str], zones: Zones
) -> dict[str, object]:
    """The fields of the subscription that were filled in. Raises Refusal."""
    fields: dict[str, object] = {
        "zone": zones.named(values.get("zone") or "UTC"),
        "quiet": quiet_hours(values.get("quiet", "")),
    }
    if isinstance(subscription.when, Daily | Weekly) and values.get("at"):
        fields["when"] = subscription.when.model_copy(update={"at": time_of_day(values["at"])})
    return fields


def _ask(
    form: ui.Modal, key: str, label: str, *, value: str, example: str, hint: str | None = None
) -> None:
    asked = ui.TextInput[ui.Modal](
        custom_id=key,
        default=value[:_LONGEST] or None,
        placeholder=example,
        required=False,
        max_length=_LONGEST,
    )
    form.add_item(ui.Label(text=label, description=hint, component=asked))
