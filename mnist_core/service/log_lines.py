"""What the service logs: one JSON object a line, without addresses and without pictures."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

NAME = "mnist_core.service"
DETAILS = "details"  # attribute of a record: more to say, by name


class JsonLine(logging.Formatter):
    """A record as one line of JSON: when, how serious, what, its details, an exception whole."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, DETAILS, {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line)


def say(event: str, **details: Any) -> None:
    """Log an event with its details."""
    logging.getLogger(NAME).info(event, extra={DETAILS: details})


CONFIG: Mapping[str, Any] = MappingProxyType(
    {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": JsonLine}},
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json"}},
        "loggers": {
            name: {"handlers": ["out"], "level": "INFO", "propagate": False}
            for name in (NAME, "uvicorn")
        },
    }
)
"""For uvicorn: its own lines in the same form, all to standard error."""
