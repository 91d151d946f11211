"""Renders the pictures of docs/newsroom.md: ``python -m tests.pictures.render_newsroom``."""

from tests.end_to_end.alerts_page import AlertsPage
from tests.end_to_end.desk_page import MODERATOR, READER
from tests.pictures.render import keep, of_message, running_bot

_ASKED = "did the mayor sell the old ferry"
_FERRY = {
    "text": "The mayor sold the old ferry.",
    "speaker": "Ada Berg, harbour master",
    "when": "3 May 2021, the port council",
    "source": "Harbour Post\nFerry sold\n4 May 2021\nhttps://harbour.example/ferry",
}
_SENTENCE = "It was sold by the council, not by the mayor."
_EDITED_MS = 3_000


def main() -> None:
    """Write every picture anew."""
    with running_bot(AlertsPage) as page:
        page.view_as(MODERATOR)
        page.command("desk setup")
        setup = page.messages.filter(has_text="This server’s desk").last
        page.open_form(setup, "Readers’ requests…")
        page.choose_in_form("Can readers ask this desk?", "Yes")
        page.submit()
        page.view_as(READER)
        answer = page.ask(_ASKED)
        page.open_form(answer, "Ask the newsroom…")
        page.submit()
        keep("newsroom-asked", of_message(page, page.newest))
        page.view_as(MODERATOR)
        page.command("desk requests")
        page.choose(page.newest, "1. ")
        keep("newsroom-request", of_message(page, page.newest))
        page.publish(_FERRY, topics="harbour")
        page.view_as(READER)
        for question in (_ASKED, "who sold the old ferry"):
            page.ask(question)
        page.view_as(MODERATOR)
        page.correct("old ferry", "The council sold the old ferry.", _SENTENCE)
        page.rest(_EDITED_MS)
        page.view_as(READER)
        page.reload()
        keep("newsroom-corrected", of_message(page, page.alert("Corrected on")))
        page.view_as(MODERATOR)
        page.command("desk report")
        keep("newsroom-report", of_message(page, page.newest))


if __name__ == "__main__":
    main()
