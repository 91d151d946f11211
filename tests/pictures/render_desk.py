"""Renders the pictures of docs/desk.md: ``python -m tests.pictures.render_desk``."""

from playwright.sync_api import Locator

from tests.end_to_end.desk_page import MODERATOR, READER, DeskPage
from tests.pictures.render import keep, of_message, running_bot

_CLAIM = {
    "text": "The mayor closed the harbour bridge for repairs.",
    "speaker": "Ada Berg, harbour master, for the port",
    "when": "3 May 2021, the port council",
    "quote": "The bridge is shut until June.",
    "source": "Harbour Post\nBridge shut until June\n4 May 2021\nhttps://harbour.example/bridge",
}
_DENIALS = (
    {
        "by": "Jon Vik, mayor",
        "when": "4 May 2021",
        "quote": "I closed nothing.",
        "source": "City Radio\nMayor: nothing is closed\n4 May 2021",
    },
    {
        "by": "press officer (unnamed), for the port",
        "when": "5 May 2021, via Coast News",
        "source": "Coast News\nPort denies closure\n5 May 2021\nhttps://coast.example/port",
    },
)


def main() -> None:
    """Write every picture anew."""
    with running_bot(DeskPage) as page:
        page.view_as(MODERATOR)
        # The first use of the desk is followed by a word of welcome, which is in no picture.
        page.command("desk setup")
        page.messages.filter(has_text="Your fact desk is ready").wait_for()
        _adding(page)
        _changing(page)
        _second_person(page)


def _adding(page: DeskPage) -> None:
    page.command("fact add")
    page.form.wait_for()
    page.fill(_CLAIM)
    keep("desk-form", page.whole_form())
    page.submit()
    card = page.newest
    for denial in _DENIALS:
        page.open_form(card, "Add response")
        page.fill(denial)
        page.submit()
    keep("desk-draft", _of_card(page, card))
    page.press_in_place(card, "Publish")


def _changing(page: DeskPage) -> None:
    page.command("fact edit", fact="harbour bridge")
    card = page.newest
    page.choose_form(card, "The claim")
    page.fill({"quote": "The bridge is shut until further notice."})
    page.submit()
    page.open_form(card, "Publish as a correction…")
    page.fill({"sentence": "The bridge is shut until further notice, not until June."})
    page.submit()
    keep("desk-corrected", _of_card(page, card))
    page.press_in_place(card, "History")
    keep("desk-history", of_message(page, card))
    page.command("fact retract", fact="harbour bridge", reason="The minutes were misread.")
    page.view_as(READER)
    keep("desk-retracted", of_message(page, page.ask("mayor closed the harbour bridge")))
    page.view_as(MODERATOR)


def _second_person(page: DeskPage) -> None:
    page.command("desk setup")
    # Not the newest for long: the log channel is told that it is one.
    card = page.messages.filter(has_text="This server’s desk").last
    page.choose_in(card, "Log channel", "fact-desk")
    page.press_in_place(card, "Require second approval")
    keep("desk-setup", _of_card(page, card))
    page.command("fact add")
    page.form.wait_for()
    page.fill({"text": "Ferries stop at night.", "source": "City Radio\n6 May 2021"})
    page.submit()
    page.press_in_place(page.newest, "Publish")
    keep("desk-proposal", of_message(page, page.newest))


def _of_card(page: DeskPage, message: Locator) -> bytes:
    """The message with all its controls, without the empty room to the right."""
    message.scroll_into_view_if_needed()
    return page.picture(
        message.locator(".message-avatar"),
        message.locator(".message-interaction-header strong, .message-author").first,
        *message.locator(".component-container, .component-row > *").all(),
    )


if __name__ == "__main__":
    main()
