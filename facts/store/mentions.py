"""How a person's name is found in texts."""

import re


def mention_of(person: str) -> re.Pattern[str]:
    """Finds the name as a word of its own, so that erasing "ana" leaves "banana" alone."""
    return re.compile(rf"(?<!\w){re.escape(person)}(?!\w)")
