"""The local page as those use it who are told of facts, and those who publish them."""

from collections.abc import Mapping

from playwright.sync_api import Locator

from tests.end_to_end.desk_page import DeskPage

KEY_MS = 15


class AlertsPage(DeskPage):
    """One browser page on which facts are published and alerts arrive."""

    def subscribe(self, to: str, **filters: str) -> Locator:
        """Subscribe with /alerts subscribe, also to a topic that no claim has; the card."""
        before = self.messages.count()
        self._composer.click()
        self._page.keyboard.type("/alerts subscribe", delay=KEY_MS)
        self._page.locator("#command-picker-listbox [role=option]").first.wait_for()
        self._page.keyboard.press("Enter")
        self._page.locator("input[data-option=to]").wait_for()
        self._page.keyboard.type(to, delay=KEY_MS)
        self._page.keyboard.press("Enter")
        for name, value in filters.items():
            self._page.locator(".command-ghost").click()
            self.suggestion_box.get_by_role("option", name=name).first.click()
            self._page.locator(f"input[data-option={name}]").wait_for()
            self._page.keyboard.type(value, delay=KEY_MS)
            self._page.keyboard.press("Escape")
        self._page.keyboard.press("Enter")
        card = self._message_after(before)
        if card.get_by_text("Subscribe all the same?").count():
            self.press_in_place(card, "Subscribe")
        return card

    def publish(
        self,
        claim: Mapping[str, str],
        *,
        topics: str,
        denial: Mapping[str, str] | None = None,
    ) -> None:
        """Publish a fact with the desk's commands, as the moderator."""
        shown = self.messages.count()
        self.command("fact add")
        self.form.wait_for()
        self.fill(claim)
        self.submit()
        card = self.messages.nth(shown)  # a desk's first one is followed by a welcome
        if denial:
            self.open_form(card, "Add response")
            self.fill(denial)
            self.submit()
        self.open_form(card, "Topics")
        self.fill({"others": topics})
        self.submit()
        self.press_in_place(card, "Publish")

    def correct(self, fact: str, claim: str, sentence: str) -> None:
        """Reword the claim of a fact, and tell readers so, as the moderator."""
        self.command("fact edit", fact=fact)
        card = self.newest
        self.choose_form(card, "The claim")
        self.fill({"text": claim})
        self.submit()
        self.open_form(card, "Publish as a correction…")
        self.fill({"sentence": sentence})
        self.submit()

    def alert(self, beginning: str) -> Locator:
        """The message that begins so; waits until it is there."""
        found = self.messages.filter(has_text=beginning).last
        found.wait_for()
        return found

    def rest(self, milliseconds: float) -> None:
        """Let time go by."""
        self._page.wait_for_timeout(milliseconds)
