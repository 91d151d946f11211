"""Renders the pictures of docs/newsroom.md: ``python -m tests.pictures.render_newsroom``."""

import sys
import tempfile
from pathlib import Path

from tests.end_to_end.alerts_page import AlertsPage
from tests.end_to_end.desk_page import MODERATOR, READER
from tests.end_to_end.page import chromium, find_chromium
from tests.end_to_end.served import served
from tests.pictures.render import FOLDER, SCALE, keep, of_message

_ASKED = "did the mayor sell the old ferry"


def main() -> None:
    """Write every picture anew."""
    path = find_chromium()
    if path is None:
        sys.exit("There is no Chromium to take pictures with.")
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        served(
            (sys.executable, "-m", "bot", "preview"), log=Path(folder, "log"), within=60
        ) as preview,
        chromium(path) as browser,
    ):
        page = AlertsPage(browser, preview.address, scale=SCALE)
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
