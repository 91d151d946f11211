"""The local page in a real browser, driven as a person does: by keys, clicks and what is shown."""

import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, FloatRect, Locator, Page, expect, sync_playwright

_COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
_KEY_MS = 15
_ANSWER_MS = 30_000
_MARGIN = 8
# What the page's status ends with while an action is under way.
_BUSY = re.compile("…$")
# Resolves once the page has drawn what was just done.
_DRAWN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
# What the field of a chosen suggestion holds: the fact's id.
_CHOSEN = re.compile(r"#\d+")


def find_chromium() -> str | None:
    """The path of a Chromium that is installed: the system's, else the one Playwright installed."""
    for command in _COMMANDS:
        if found := shutil.which(command):
            return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


@contextmanager
def chromium(path: str) -> Iterator[Browser]:
    """The Chromium at ``path``, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        try:
            yield browser
        finally:
            browser.close()


class PreviewPage:
    """One browser page that shows the simulated channel."""

    def __init__(self, browser: Browser, address: str, *, scale: float = 1) -> None:
        self._page: Page = browser.new_page(
            viewport={"width": 1100, "height": 1400}, device_scale_factor=scale
        )
        self._page.set_default_timeout(_ANSWER_MS)
        self._page.goto(address)
        self._loaded()

    def reload(self) -> None:
        """Load the page again, without what was being typed."""
        self._page.reload()
        self._loaded()

    def close(self) -> None:
        """Close the page; the preview behind it goes on."""
        self._page.close()

    @property
    def messages(self) -> Locator:
        """Every message in the channel that the viewer sees, oldest first."""
        return self._page.locator("article.channel-message")

    def suggestions_for(self, typed: str) -> Locator:
        """Type a question without sending it; what autocomplete offers, best first."""
        self.type_question(typed)
        expect(self.suggestion_box).to_contain_text(
            f"matching {typed}", ignore_case=True, timeout=_ANSWER_MS
        )
        suggestions = self.suggestion_box.get_by_role("option")
        suggestions.first.wait_for()
        return suggestions

    @property
    def suggestion_box(self) -> Locator:
        """The list that autocomplete shows above the composer."""
        return self._page.locator(".command-popup")

    @property
    def command_form(self) -> Locator:
        """The field in which a command is composed."""
        return self._page.locator("form#channel-composer")

    def type_question(self, question: str) -> None:
        """Choose /claim in the slash picker and type a question, without sending it."""
        self._composer.click()
        self._page.keyboard.type("/cla", delay=_KEY_MS)
        self._page.locator("#command-picker-listbox [role=option]").first.wait_for()
        self._page.keyboard.press("Enter")
        self._question.wait_for()
        self._page.keyboard.type(question, delay=_KEY_MS)

    def ask(self, question: str) -> Locator:
        """Ask with /claim, as typed; the message that answers."""
        before = self.messages.count()
        self.type_question(question)
        self._send()
        return self._message_after(before)

    def ask_first_suggestion(self, typed: str) -> Locator:
        """Type, take the first suggestion, send; the message that answers."""
        before = self.messages.count()
        self.suggestions_for(typed)
        self._page.keyboard.press("Enter")
        expect(self._question).to_have_value(_CHOSEN, timeout=_ANSWER_MS)
        self._send()
        return self._message_after(before)

    def press(self, message: Locator, button: str) -> Locator:
        """Press a button under a message; the message that answers."""
        before = self.messages.count()
        message.get_by_role("button", name=button).click()
        return self._message_after(before)

    def choose(self, message: Locator, option: str) -> None:
        """Choose in the select under a message."""
        message.get_by_role("combobox").click()
        self._page.get_by_role("option", name=option).click()
        self._settle()

    def choose_elsewhere(self, message: Locator, option: str) -> Locator:
        """Choose in the select under a public message; the private message that answers."""
        before = self.messages.count()
        self.choose(message, option)
        return self._message_after(before)

    def view_as(self, name: str) -> None:
        """Become another of the people in the simulated server."""
        self._settle()
        people = self._page.get_by_label("Viewing as")
        people.select_option(label=name)
        # The page empties itself, this list too, until it has what the other person sees.
        expect(people.locator("option:checked")).to_have_text(name, timeout=_ANSWER_MS)
        drawn = self._page.locator("#preview-app")
        expect(drawn).to_have_attribute("aria-busy", "false", timeout=_ANSWER_MS)
        self._loaded()

    def viewers(self) -> list[str]:
        """The people one can be."""
        return self._page.get_by_label("Viewing as").locator("option").all_inner_texts()

    def picture(self, *parts: Locator) -> bytes:
        """The page as PNG, cut to the smallest rectangle that holds ``parts``, and a margin."""
        self._page.mouse.move(0, 0)
        while True:
            before = _boxes(parts)
            left, top = min(box["x"] for box in before), min(box["y"] for box in before)
            right = max(box["x"] + box["width"] for box in before)
            bottom = max(box["y"] + box["height"] for box in before)
            png = self._page.screenshot(
                clip={
                    "x": left - _MARGIN,
                    "y": top - _MARGIN,
                    "width": right - left + 2 * _MARGIN,
                    "height": bottom - top + 2 * _MARGIN,
                }
            )
            # The page scrolls by itself when a message comes in: then once more.
            if _boxes(parts) == before:
                return png

    @property
    def _composer(self) -> Locator:
        return self._page.locator("textarea#channel-composer-input")

    @property
    def _question(self) -> Locator:
        return self._page.locator("input[data-option=question]")

    def _send(self) -> None:
        # Not by Enter, which takes a suggestion when one arrives in that very moment.
        self._settle()
        self.command_form.get_by_role("button", name="Send").click()

    def _message_after(self, count: int) -> Locator:
        message = self.messages.nth(count)
        message.wait_for()
        self._settle()
        return message

    def _loaded(self) -> None:
        self._settle()
        self._composer.wait_for()

    def _settle(self) -> None:
        """Wait until nothing is under way: the page drops what is done before."""
        self._page.evaluate(_DRAWN)
        expect(self._page.locator("#action-status")).not_to_have_text(_BUSY, timeout=_ANSWER_MS)


def _boxes(parts: Iterable[Locator]) -> list[FloatRect]:
    """Where ``parts`` are drawn at this moment."""
    return [box for part in parts if (box := part.bounding_box())]
