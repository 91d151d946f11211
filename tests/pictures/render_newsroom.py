"""Renders the pictures of docs/newsroom.md: ``python -m tests.pictures.render_newsroom``."""

from tests.end_to_end.alerts_page import AlertsPage
from tests.end_to_end.desk_page import MODERATOR, READER
from tests.pictures.render import keep, of_message, running_bot

_ASKED = "did the mayor sell the old ferry"


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
        page.command("desk report")
        keep("newsroom-report", of_message(page, page.newest))


if __name__ == "__main__":
    main()
