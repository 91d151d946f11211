"""Discord's limits that a message of ours could meet.

Source: Discord's documentation of messages, message components and application commands. Texts are
measured in UTF-16 code units: never fewer than the characters Discord counts.
"""

MESSAGE_TEXT = 4000
MESSAGE_COMPONENTS = 40
BUTTONS_IN_A_ROW = 5
BUTTON_LABEL = 80
CUSTOM_ID = 100
SELECT_OPTIONS = 25
OPTION_TEXT = 100
CHOICES = 25
CHOICE_TEXT = 100
EDITS_WITHIN_MINUTES = 15
FORM_TEXT = 4000


def size(text: str) -> int:
    """The length of ``text`` in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
