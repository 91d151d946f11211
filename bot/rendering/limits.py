"""Discord's limits that a message or a command of ours could meet.

Source: Discord's documentation of messages, message components and application commands. Texts are
measured in UTF-16 code units (``facts.markdown.size``): never fewer than Discord counts.
"""

MESSAGE_TEXT = 4000
BUTTON_LABEL = 80
CUSTOM_ID = 100
SELECT_OPTIONS = 25
OPTION_TEXT = 100
CHOICES = 25
CHOICE_TEXT = 100
FORM_TEXT = 4000
