"""Renders the pictures of docs/alerts.md: ``python -m tests.pictures.render_alerts``.

It takes some minutes: a correction is told two minutes after it was made.
"""

from tests.end_to_end.alerts_page import AlertsPage
from tests.end_to_end.desk_page import MODERATOR, READER
from tests.pictures.render import keep, of_message, running_bot

_BRIDGE = {
    "text": "The mayor closed the harbour bridge for repairs.",
    "speaker": "Ada Berg, harbour master",
    "when": "3 May 2021, the port council",
    "source": "Harbour Post\nBridge shut until June\n4 May 2021\nhttps://harbour.example/bridge",
}
_DENIAL = {
    "by": "Jon Vik, mayor",
    "when": "4 May 2021",
    "quote": "I closed nothing.",
    "source": "City Radio\nMayor: nothing is closed\n4 May 2021",
}
_IN_A_WEEK = {
    "The night ferry was sold.": "City Radio",
    "The lighthouse stays dark.": "Harbour Post",
    "The fish market moves inland.": "Harbour Post",
    "The crane was leaning for years.": "Coast News",
}
_A_BURST_MS = 150_000
_SCROLLING_MS = 1_000


def main() -> None:
    """Write every picture anew."""
    with running_bot(AlertsPage) as page:
        _subscribing(page)
        _telling(page)
        _gathering(page)


def _subscribing(page: AlertsPage) -> None:
    page.view_as(READER)
    page.subscribe("here", topic="harbour")
    keep("alerts-subscribed", of_message(page, page.newest))
    page.press_in_place(page.newest, "Change")
    keep("alerts-change", of_message(page, page.newest))
    page.press_in_place(page.newest, "Done")


def _telling(page: AlertsPage) -> None:
    page.view_as(MODERATOR)
    page.publish(_BRIDGE, topics="harbour", denial=_DENIAL)
    keep("alerts-new", _of_alert(page, "New claim: The mayor closed"))
    said = "The council closed it, not the mayor."
    page.correct("harbour bridge", "The port council closed the harbour bridge for repairs.", said)
    page.rest(_A_BURST_MS)
    page.reload()
    keep("alerts-corrected", _of_alert(page, "Corrected · claim: The port council"))


def _gathering(page: AlertsPage) -> None:
    page.view_as(READER)
    page.command("alerts list")
    listed = page.newest
    keep("alerts-list", of_message(page, listed))
    page.choose(listed, "topic harbour")
    page.press_in_place(listed, "Pause for a week")
    page.view_as(MODERATOR)
    for claim, outlet in _IN_A_WEEK.items():
        page.publish({"text": claim, "source": outlet}, topics="harbour")
    page.view_as(READER)
    page.command("alerts list")
    page.choose(page.newest, "topic harbour")
    page.press_in_place(page.newest, "Resume")
    keep("alerts-digest", _of_alert(page, "4 claims: 4 new"))


def _of_alert(page: AlertsPage, beginning: str) -> bytes:
    """The alert that begins so, without its author, who is left out below an earlier one."""
    alert = page.alert(beginning)
    # To its very end: its controls would else hide behind the line one types in.
    alert.evaluate("one => one.scrollIntoView({block: 'end'})")
    page.rest(_SCROLLING_MS)
    return page.picture(
        *alert.locator(".components-v2 > .text-display p").all(),
        *alert.locator(".component-container, .component-row > *").all(),
    )


if __name__ == "__main__":
    main()
