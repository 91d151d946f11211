"""Renders docs/pictures/ from the running bot: ``python -m tests.pictures.render``."""

import io
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PIL import Image
from playwright.sync_api import Locator

from tests.end_to_end.page import PreviewPage, chromium, find_chromium
from tests.end_to_end.served import ROOT, served

FOLDER = ROOT / "docs" / "pictures"
SCALE = 1.5
PageT = TypeVar("PageT", bound=PreviewPage)


@contextmanager
def running_bot(kind: type[PageT]) -> Iterator[PageT]:
    """A page of the bot in its preview, in a real browser."""
    path = find_chromium()
    if path is None:
        sys.exit("There is no Chromium to take pictures with.")
    FOLDER.mkdir(exist_ok=True)
    command = (sys.executable, "-m", "bot", "preview")
    with (
        tempfile.TemporaryDirectory() as folder,
        served(command, log=Path(folder, "log"), within=60) as preview,
        chromium(path) as browser,
    ):
        yield kind(browser, preview.address, scale=SCALE)


def main() -> None:
    """Write every picture anew."""
    with running_bot(PreviewPage) as page:
        keep("suggestions", _of_suggestions(page))
        page.reload()
        answer = page.ask("nice note")
        keep("answer", of_message(page, answer))
        keep("wordings", of_message(page, page.press(answer, "How outlets worded it")))
        keep("unsure", of_message(page, page.ask("nice note 2018")))
        asked = "¿Es verdad que Kim Jong Un envió una carta amable a Trump?"
        keep("other-language", of_message(page, page.ask(asked)))
        keep("not-found", of_message(page, page.ask("best pizza in rome")))


def of_message(page: PreviewPage, message: Locator) -> bytes:
    """The message, without the empty room to the right of its text."""
    message.scroll_into_view_if_needed()
    return page.picture(
        message.locator(".message-avatar"),
        message.locator(".message-interaction-header strong, .message-author").first,
        *message.locator(".component-container, .component-row > *").all(),
    )


def _of_suggestions(page: PreviewPage) -> bytes:
    page.suggestions_for("nice n")
    return page.picture(page.suggestion_box, page.command_form)


def keep(name: str, png: bytes) -> None:
    """Write a picture with a palette: a third of the size, and looking the same."""
    picture = Image.open(io.BytesIO(png)).convert("RGB").quantize(method=Image.Quantize.MAXCOVERAGE)
    path = FOLDER / f"{name}.png"
    picture.save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB, {picture.size}")


if __name__ == "__main__":
    main()
