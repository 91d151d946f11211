"""Look-up keys: those of a fact, and those required by a query."""

from collections.abc import Iterator, Mapping
from typing import Any

from facts.model import canonical_link
from facts.model.fact import standing_of
from facts.model.fields import topic_key
from facts.store.protocol import Having

Key = tuple[str, str]


def keys_of(values: Mapping[str, Any]) -> set[Key]:
    """The keys of a fact given as its JSON object (``exclude_defaults``)."""
    speaker = values["claim"].get("speaker", {})
    keys = {("topic", topic_key(topic)) for topic in values.get("topics", ())}
    keys.update(("speaker", part.casefold()) for part in speaker.values())
    stances = {response["stance"] for response in values.get("responses", ())}
    for source in values["sources"]:
        links = (source[part] for part in ("url", "archived_url") if part in source)
        keys.update(("link", canonical_link(link)) for link in links)
    if "ref" in values:
        keys.add(("ref", values["ref"]))
    keys.add(("standing", standing_of(stances).value))
    keys.add(("desk", values["desk"]))
    return keys


def asked(having: Having) -> Iterator[Key]:
    """The keys that a fact must have, most selective first; desks are left out."""
    if having.ref is not None:
        yield "ref", having.ref
    if having.link is not None:
        yield "link", canonical_link(having.link)
    if having.speaker is not None:
        yield "speaker", having.speaker.casefold()
    if having.topic is not None:
        yield "topic", topic_key(having.topic)
    if having.standing is not None:
        yield "standing", having.standing.value
