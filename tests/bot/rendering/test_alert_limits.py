"""Whatever is told, Discord accepts the alert and the cards of subscriptions."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.alerts.alert_layout import (
    EVENTS_A_PAGE,
    alert_layout,
    digest_page,
    event_page,
    followed_layout,
)
from bot.rendering.alerts.subscription_card import (
    change_layout,
    list_layout,
    preview_layout,
    subscription_layout,
)
from facts.alerts.alert import Alert
from facts.alerts.events import Event, Happening
from facts.alerts.filters import AllOf, AnyOf, BySpeaker, Filter, OfDesk, OnTopic, WithKeyword
from facts.alerts.subscription import (
    EVERY_NEWS,
    AtOnce,
    Daily,
    Hourly,
    QuietHours,
    Stopped,
    Subscription,
    Weekly,
)
from facts.model import DeskId, Fact
from facts.usecases.alerts.previewing import Preview
from tests.bot.rendering.test_limits import assert_discord_accepts, shown_pages, thorough
from tests.strategies import facts, texts

NOW = datetime(2026, 1, 1, tzinfo=UTC)
_conditions = st.one_of(
    texts(50).map(lambda text: OnTopic(topic=text)),
    texts(200).map(lambda text: WithKeyword(keyword=text)),
    texts(200).map(lambda text: BySpeaker(speaker=text)),
    st.just(OfDesk(desk=DeskId("1234567890123456789"))),
)
_filters: st.SearchStrategy[Filter] = st.one_of(
    _conditions,
    st.lists(_conditions, max_size=6).map(lambda parts: AllOf(of=tuple(parts))),
    st.lists(_conditions, min_size=1, max_size=6).map(lambda parts: AnyOf(of=tuple(parts))),
)
_times = st.times()
_whens = st.one_of(
    st.just(AtOnce()),
    st.just(Hourly()),
    st.builds(Daily, at=_times),
    st.builds(Weekly, day=st.integers(0, 6), at=_times),
)
subscriptions = st.builds(
    Subscription,
    id=st.just("0123abcd"),
    owner=st.just("1234567890123456789"),
    where=st.sampled_from(["channel:1234567890123456789", "dm:1234567890123456789"]),
    shared=st.booleans(),
    desk=st.sampled_from([None, DeskId("1234567890123456789")]),
    wanted=st.none() | _filters,
    follows=st.frozensets(st.integers(1, 10**9), max_size=25),
    what_for=st.frozensets(st.sampled_from(sorted(EVERY_NEWS)), min_size=1),
    when=_whens,
    zone=st.sampled_from(["UTC", "Europe/Oslo"]),
    quiet=st.none() | st.builds(QuietHours, start=_times, end=_times),
    mention=st.sampled_from([None, "1234567890123456789"]),
    since=st.just(0),
    made_at=st.just(NOW),
    muted=st.frozensets(texts(50), max_size=30),
    paused_until=st.sampled_from([None, NOW]),
    stopped=st.none() | texts(1000).map(lambda text: Stopped(at=NOW, reason=text)),
)


def _event(fact: Fact, before: Fact, happened: Happening, reason: str | None) -> Event:
    known = None if happened is Happening.NEW else before
    denials = fact.denials if happened is Happening.DENIED else ()
    if happened is Happening.DENIED and not denials:
        happened = Happening.UPDATED
    if happened is Happening.CORRECTED and set(fact.corrections) <= set(before.corrections):
        happened = Happening.UPDATED
    return Event(happened, fact, known, (1, 2), NOW, denials, reason)


events = st.builds(_event, facts, facts, st.sampled_from(Happening), st.none() | texts(1000))


@given(subscription=subscriptions, event=events, test=st.booleans(), direct=st.booleans())
@thorough
def test_every_alert_is_accepted(
    subscription: Subscription,
    event: Event,
    test: bool,  # noqa: FBT001 - what is given
    direct: bool,  # noqa: FBT001 - what is given
) -> None:
    """One fact of any size, whatever happened to it, and every page of it."""
    alert = Alert("0123abcd-123456", subscription, (event,), test=test)
    assert_discord_accepts(alert_layout(alert, direct=direct, mark="0" * 16)[0])
    for page in shown_pages(50):
        assert_discord_accepts(event_page(alert, 0, page, direct=direct))


@given(subscription=subscriptions, told=st.lists(events, min_size=2, max_size=20))
@thorough
def test_every_digest_is_accepted(subscription: Subscription, told: list[Event]) -> None:
    """Many facts of any size, and every page of them."""
    several = tuple(
        Event(
            one.happened,
            one.fact.model_copy(update={"id": number}),
            one.before,
            (number,),
            one.at,
            one.denials,
            one.reason,
        )
        for number, one in enumerate(told, start=1)
    )
    alert = Alert("0123abcd-123456", subscription, several)
    assert_discord_accepts(alert_layout(alert, direct=True, mark="0" * 16)[0])
    for page in range(len(several) // EVENTS_A_PAGE + 1):
        assert_discord_accepts(digest_page(alert, page))
    preview = Preview(several, len(several))
    assert_discord_accepts(preview_layout(preview, subscription.spec, back_to=subscription.id))


@given(subscription=subscriptions, followed=st.lists(facts, max_size=3), note=texts(300))
@thorough
def test_every_card_is_accepted(
    subscription: Subscription, followed: list[Fact], note: str
) -> None:
    """The card, the card to change it, the list."""
    apart = [
        fact.model_copy(update={"id": number}) for number, fact in enumerate(followed, start=1)
    ]
    assert_discord_accepts(subscription_layout(subscription, NOW, followed=apart, note=note))
    assert_discord_accepts(change_layout(subscription))
    many = [subscription.model_copy(update={"id": f"{number:08x}"}) for number in range(40)]
    for page in range(4):
        assert_discord_accepts(list_layout(many, page))
    for fact in apart:
        assert_discord_accepts(followed_layout(fact, already=False))
