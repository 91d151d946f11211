"""Logging to standard error, one line per event, with the token redacted."""

import json
import logging
from datetime import UTC, datetime
from enum import StrEnum

_TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class LogFormat(StrEnum):
    """The format of a line: text for people, or a JSON object for a log collector."""

    TEXT = "text"
    JSON = "json"


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        event = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            event["exception"] = self.formatException(record.exc_info)
        return json.dumps(event, ensure_ascii=False)


class _WithoutToken(logging.Formatter):
    def __init__(self, token: str, inner: logging.Formatter) -> None:
        super().__init__()
        self._token = token
        self._escaped = json.dumps(token)[1:-1]
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        line = self._inner.format(record).replace(self._token, "[token]")
        return line.replace(self._escaped, "[token]")


def start_log(level: int, *, token: str, log_format: LogFormat = LogFormat.TEXT) -> None:
    """Log to standard error from ``level`` up, and redact ``token`` in all lines.

    discord.py logs at INFO or above, whatever ``level`` is: at DEBUG it logs every interaction,
    but /about promises that neither a question nor who asked it is stored.
    """
    handler = logging.StreamHandler()
    inner = _Json() if log_format is LogFormat.JSON else logging.Formatter(_TEXT)
    handler.setFormatter(_WithoutToken(token, inner))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("discord").setLevel(max(level, logging.INFO))
