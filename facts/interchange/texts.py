"""The bytes of a file as text, in whatever encoding programs save it."""

import codecs

from facts.interchange.lines import UnreadableFile

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LOOKED_AT = 4096


def encoding_of(content: bytes) -> str:
    """``utf-8-sig``, ``utf-16`` or ``cp1252``: what ``content`` is in. Raises UnreadableFile."""
    if content.startswith(_UTF16):
        return "utf-16"
    start = content[:_LOOKED_AT]
    if start.count(b"\0") > len(start) // 3:
        # Every other byte of English in UTF-16 is NUL; which one tells the order.
        return "utf-16-le" if start[1:2] == b"\0" else "utf-16-be"
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        try:
            content.decode("cp1252")
        except UnicodeDecodeError:
            line = content.count(b"\n", 0, error.start) + 1
            raise UnreadableFile(
                f"Line {line} is neither UTF-8 nor Windows-1252. Save the file as UTF-8."
            ) from error
        return "cp1252"
    return "utf-8-sig"


def utf8(content: bytes) -> str:
    """``content`` as text, which JSON is in UTF-8 and nothing else. Raises UnreadableFile."""
    if content.startswith(_UTF16):
        raise UnreadableFile("The file is in UTF-16. Save it as UTF-8 and try again.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"The file cannot be read: byte {error.start + 1} (0x{content[error.start]:02X}) is "
            "not UTF-8; save the file as UTF-8."
        ) from error
