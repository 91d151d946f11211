"""JSON that may stand inside a ``<script>`` element whatever it says."""

import json
from typing import Any

# These could end the element or the line; as escapes they mean the same in JSON.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def script_json(value: Any) -> str:
    """``value`` as JSON without any sign that HTML could read as its own."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_ESCAPES)
