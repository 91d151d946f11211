"""The local page as a moderator uses it: commands, forms, and the buttons of cards."""

from collections.abc import Mapping

from playwright.sync_api import Locator, expect

from tests.end_to_end.page import PreviewPage

_KEY_MS = 15
MODERATOR = "Moritz, a moderator"
READER = "Rita, a reader"


class DeskPage(PreviewPage):
    """One browser page on which a moderator works."""

    @property
    def form(self) -> Locator:
        """The form that is open before the moderator."""
        return self._page.locator(".modal-dialog")

    @property
    def newest(self) -> Locator:
        """The message that is the last of the channel now, also when others follow."""
        return self.messages.nth(self.messages.count() - 1)

    def command(self, command: str, **options: str) -> None:
        """Type a command with what it asks for: ``command("fact show", fact="#33")``."""
        self._composer.click()
        self._page.keyboard.type(f"/{command}", delay=_KEY_MS)
        self._page.locator("#command-picker-listbox [role=option]").first.wait_for()
        self._page.keyboard.press("Enter")
        for name, value in options.items():
            self._page.locator(f"input[data-option={name}]").click()
            self._page.keyboard.type(value, delay=_KEY_MS)
        self._page.keyboard.press("Escape")
        self._page.keyboard.press("Enter")
        self._settle()

    def fill(self, values: Mapping[str, str], *, key_ms: float = 0) -> None:
        """Fill in the open form, field by field; ``key_ms`` is how long each key takes.

        With none, the texts are pasted.
        """
        for name, value in values.items():
            field = self.form.locator(f"[name={name}]")
            field.click()
            if key_ms:
                self._page.keyboard.type(value, delay=key_ms)
            else:
                field.fill(value)

    def paste(self, name: str, value: str) -> None:
        """Put ``value`` at the end of a field of the open form, as from the clipboard."""
        self.form.locator(f"[name={name}]").click()
        self._page.keyboard.press("End")
        self._page.keyboard.insert_text(value)

    def submit(self) -> None:
        """Send the open form, and wait until it is gone."""
        self.form.get_by_role("button", name="Submit").click()
        expect(self.form).to_have_count(0)
        self._settle()

    def open_form(self, message: Locator, button: str) -> None:
        """Press a button that opens a form."""
        message.get_by_role("button", name=button).click()
        self.form.wait_for()

    def press_in_place(self, message: Locator, button: str) -> None:
        """Press a button that changes its own message."""
        message.get_by_role("button", name=button, exact=True).click()
        self._settle()

    def choose_form(self, message: Locator, option: str) -> None:
        """Choose a part in the select of a card; its form opens."""
        self.choose(message, option)
        self.form.wait_for()

    def choose_in(self, message: Locator, select: str, option: str) -> None:
        """Choose in one of several selects of a card."""
        message.get_by_role("combobox", name=select).click()
        self._page.get_by_role("option", name=option).first.click()
        self._page.keyboard.press("Escape")
        self._settle()

    def choose_in_form(self, select: str, option: str) -> None:
        """Choose in a select of the open form, which Escape would close."""
        self.form.get_by_role("combobox", name=select).click()
        self._page.get_by_role("option", name=option).first.click()

    def whole_form(self) -> bytes:
        """The open form as PNG, drawn as high as it is instead of scrolling."""
        parts = self._page.locator(".modal-dialog, .modal-body")
        for part in parts.all():
            part.evaluate("one => { one.style.maxHeight = 'none'; one.style.overflow = 'visible' }")
        self._page.locator(".modal-title").click()
        return self.form.screenshot()
