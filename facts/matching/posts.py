"""What a copied post carries beside what it says."""

import re

# "— A. Author (@handle) April 18, 2020", as embedded posts end when they are copied.
_AUTHOR = re.compile(r"\s[—–-]\s*([^—–\n]{1,80}?)\s*\(@\w+\)[^\n]{0,40}$")
_HANDLE = re.compile(r"(?<!\w)@\w+")
_HASHTAG = re.compile(r"#(\w+)")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)")


def said(text: str) -> str:
    """``text`` without handles and without the author line of a copied post, hashtags parted.

    ``#NorthKorea`` is read as ``North Korea``.
    """
    if "@" in text:
        text = _HANDLE.sub(" ", _AUTHOR.sub(r" \1", text))
    if "#" in text:
        text = _HASHTAG.sub(lambda tag: " " + _HUMP.sub(" ", tag[1]) + " ", text)
    return text
