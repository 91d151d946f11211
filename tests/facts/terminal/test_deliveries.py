"""``python -m facts deliveries``: what waits, what failed, and what can be done about it."""

from pathlib import Path

from facts.alerts.alert import Alert
from facts.alerts.filters import EVERYTHING
from facts.alerts.subscription import SubscriptionSpec
from facts.model import HOME, FactDraft
from facts.outbox.delivery import Never, SendOutcome, TryLater
from facts.store.protocol import Add
from facts.store.tinydb.store import TinyDBStore
from facts.usecases.alerts.subscription_access import Subscriber
from facts.wiring import open_library
from tests.facts.terminal.conftest import Terminal


class Closed:
    """A network where one door is closed for good, and another for now."""

    async def send(self, where: str, alert: Alert, nonce: str) -> SendOutcome:
        return Never("Your DMs are closed to us.") if where == "dm-ana" else TryLater("503")


async def troubled(folder: Path) -> None:
    """A store with one delivery that failed and one that waits for its next try."""
    async with open_library(folder) as library:
        for name in ("ana", "ben"):
            spec = SubscriptionSpec(where=f"dm-{name}", wanted=EVERYTHING)
            await library.alerting.subscribing.subscribe(Subscriber(name), spec)
    store = await TinyDBStore.open(folder)
    source = {"outlet": "Harbour Post"}
    fact = FactDraft.model_validate({"claim": "The bridge is shut", "sources": [source]})
    await store.apply([Add(HOME, fact)], editor="ada")
    await store.close()
    async with open_library(folder) as library:
        await library.delivering.sending.turn(Closed())


def ids(printed: str) -> list[str]:
    """The ids of the deliveries that were listed."""
    return [line.split()[0] for line in printed.splitlines()[1:] if not line.startswith(" ")]


async def test_what_waits_and_what_failed_is_listed_with_its_reason(
    own_store: Path, process: Terminal
) -> None:
    """Failed ones first, each with its reason, its tries and whom it is for."""
    await troubled(own_store)
    ran = process("deliveries")
    assert ran.code == 0
    first, failed, to_ana, waiting, to_ben = ran.out.splitlines()
    assert first == "1 waiting, 1 failed"
    assert failed.endswith("failed, tried once: Your DMs are closed to us.")
    assert to_ana == "  1 change for ana at dm-ana"
    assert "waiting, until 2" in waiting
    assert waiting.endswith("tried once: 503")
    assert to_ben == "  1 change for ben at dm-ben"


async def test_one_or_all_are_tried_again(own_store: Path, process: Terminal) -> None:
    """A failed one waits once more; an id that is not there is refused with a sentence."""
    await troubled(own_store)
    failed, _ = ids(process("deliveries").out)
    assert process("deliveries", "retry", failed).out == "1 delivery will be tried again\n"
    assert process("deliveries").out.startswith("2 waiting, 0 failed\n")
    assert process("deliveries", "retry").out == "1 delivery will be tried again\n"
    ran = process("deliveries", "retry", "nothing-1")
    assert (ran.code, ran.err) == (2, "No delivery nothing-1 is waiting or failed.\n")


async def test_one_or_all_are_dropped(own_store: Path, process: Terminal) -> None:
    """They are gone, and nothing else is."""
    await troubled(own_store)
    _, waiting = ids(process("deliveries").out)
    assert process("deliveries", "drop", "--yes", waiting).out == "1 delivery dropped\n"
    assert process("deliveries").out.startswith("0 waiting, 1 failed\n")
    assert process("deliveries", "drop", "--yes").out == "1 delivery dropped\n"
    assert process("deliveries").out == "0 waiting, 0 failed\n"


def test_listing_takes_no_id(terminal: Terminal) -> None:
    """An id without saying what to do with it is a mistake."""
    ran = terminal("deliveries", "list", "a-1")
    assert ran.code == 2
    assert "only with retry or drop" in ran.err
