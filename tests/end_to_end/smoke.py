"""The smoke run: the README's main line, a question on the page it serves, a look at the answer.

``python -m tests.end_to_end.smoke "the line"``; what it checked is printed. For .ci/run.
"""

import sys
import tempfile
import time
from pathlib import Path

from tests.end_to_end.page import PreviewPage, chromium, find_chromium
from tests.end_to_end.served import served

_SETTING_UP_MAY_TAKE = 600
_STOPPING_MAY_TAKE = 5
_EXPECTED = (
    "Kim Jong Un recently sent Donald Trump",
    "DENIED",
    "Donald Trump",
    "18 April 2020",
    "Denied by",
    "North Korea's Foreign Ministry",
    "19 April 2020",
    "never sent the US president any letters",
    "Sources",
    "VOA News",
)


def main(line: str) -> int:
    """Run ``line``, ask /claim nice note, stop it; 0 when all was as it should be."""
    browser_path = find_chromium()
    if browser_path is None:
        print("smoke: there is no Chromium to look at the page with")
        return 1
    # The shell outlives its own SIGTERM, so that the exit code is that of the bot.
    command = ("bash", "-c", f"trap : TERM\n{line}")
    with (
        tempfile.TemporaryDirectory() as folder,
        served(command, log=Path(folder, "log"), within=_SETTING_UP_MAY_TAKE) as preview,
    ):
        print("smoke: the README's main line printed an address")
        with chromium(browser_path) as browser:
            answer = PreviewPage(browser, preview.address).ask("nice note").inner_text()
        print(f"smoke: /claim nice note was answered with\n{_indented(answer)}")
        missing = [words for words in _EXPECTED if words not in answer]
        if missing:
            print(f"smoke: the answer lacks {missing}")
            return 1
        begun = time.monotonic()
        code = preview.stop(within=_STOPPING_MAY_TAKE)
        print(f"smoke: SIGTERM ended it after {time.monotonic() - begun:.1f} s with code {code}")
        said = preview.log.read_text(errors="replace")
    if code or "Traceback" in said:
        print(f"smoke: it did not end cleanly:\n{_indented(said)}")
        return 1
    print(f"smoke: passed, {len(_EXPECTED)} things were in the answer")
    return 0


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
