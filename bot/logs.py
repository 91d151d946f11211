"""The log: one line an event on standard error, and never the token in it."""

import logging

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class _WithoutToken(logging.Formatter):
    def __init__(self, token: str) -> None:
        super().__init__(_FORMAT)
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).replace(self._token, "[token]")


def start_log(level: int, *, token: str) -> None:
    """Log to standard error from ``level`` up. ``token`` is blotted out wherever it turns up.

    discord.py logs from INFO up whatever the level: below that it writes down every interaction,
    and /about promises that neither a question nor who asked it is stored.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(_WithoutToken(token))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("discord").setLevel(max(level, logging.INFO))
