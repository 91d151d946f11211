"""What a copied post carries beside what it says."""

import re

# "— A. Author (@handle) April 18, 2020", as embedded posts end when they are copied.
_AUTHOR = re.compile(r"\s[—–-]\s*([^—–\n]{1,80}?)\s*\(@\w+\)[^\n]{0,40}$")
_TAG = re.compile(r"(?<!\w)[#@](\w+)|pic\.twitter\.com/\w+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)")


def said(text: str) -> str:
    """``text`` with hashtags and handles parted into words, without its author's handle and date.

    ``#NorthKorea`` is read as ``North Korea`` and ``@JaneDoe`` as ``Jane Doe``.
    """
    if "@" in text or "#" in text:
        text = _AUTHOR.sub(r" \1", text)
        text = _TAG.sub(lambda tag: " " + _HUMP.sub(" ", tag[1] or "") + " ", text)
    return text
