"""A reader on the local page hears of what a moderator publishes there."""

import os
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.end_to_end.alerts_page import AlertsPage
from tests.end_to_end.desk_page import MODERATOR, READER
from tests.end_to_end.page import chromium, find_chromium
from tests.end_to_end.served import served


def test_a_reader_hears_of_what_a_moderator_publishes(tmp_path: Path) -> None:
    """With a topic filter: the fact on the topic is there as an alert, the other one is not."""
    path = find_chromium()
    if path is None and not os.environ.get("CI"):
        pytest.skip("no Chromium is installed here")
    assert path is not None, "CI needs a Chromium"
    command = (sys.executable, "-m", "bot", "preview")
    with (
        served(command, log=tmp_path / "log", within=60) as preview,
        chromium(path) as browser,
    ):
        page = AlertsPage(browser, preview.address)
        page.view_as(READER)
        expect(page.subscribe("here", topic="harbour")).to_contain_text("Alerts for topic harbour")

        page.view_as(MODERATOR)
        page.publish({"text": "The ferry was sold.", "source": "City Radio"}, topics="ferry")
        page.publish({"text": "The bridge is shut.", "source": "Harbour Post"}, topics="harbour")

        page.view_as(READER)
        alert = page.alert("New claim: The bridge is shut.")
        expect(alert).to_contain_text("Alert for topic harbour")
        expect(alert).to_contain_text("Harbour Post")
        expect(page.messages.filter(has_text="New claim: The ferry was sold.")).to_have_count(0)
