"""Discord's limits of component embeds: whoever breaks one is not shown.

https://docs.discord.com/developers/link-previews/component-embeds
"""

import json
from collections.abc import Iterator
from typing import Any

_MOST_BYTES = 3_000
_MOST_COMPONENTS = 40
_ROW, _BUTTON, _SECTION, _TEXT, _CONTAINER = 1, 2, 9, 10, 17
_THUMBNAIL, _GALLERY, _SEPARATOR = 11, 12, 14
_LINK_STYLE = 5
_ALLOWED = {_ROW, _BUTTON, _SECTION, _TEXT, _THUMBNAIL, _GALLERY, _SEPARATOR, _CONTAINER}
_NOT_SENT = {"id", "custom_id"}


def embed_problems(text: str) -> list[str]:
    """The reasons why Discord would not show the embed ``text``; empty if it would."""
    problems = []
    if (size := len(text.encode())) > _MOST_BYTES:
        problems.append(f"{size} bytes; at most {_MOST_BYTES} are read")
    root = json.loads(text)
    if set(root) != {"component"} or root["component"].get("type") != _CONTAINER:
        return [*problems, "the root is not one container in “component”"]
    components = list(_walk(root["component"]))
    if len(components) > _MOST_COMPONENTS:
        problems.append(f"{len(components)} components; at most {_MOST_COMPONENTS} are shown")
    for component in components:
        problems += _component_problems(component)
    return problems


def _component_problems(component: dict[str, Any]) -> Iterator[str]:
    kind = component.get("type")
    if kind not in _ALLOWED:
        yield f"components of type {kind} are not shown"
    if named := _NOT_SENT & component.keys():
        yield f"a component may not have {', '.join(named)}"
    if kind == _BUTTON and (component.get("style") != _LINK_STYLE or not component.get("url")):
        yield "a button that is no link"
    if kind == _SECTION and "accessory" not in component:
        yield "a section without its accessory"
    if kind == _TEXT and not component.get("content", "").strip():
        yield "an empty text"


def _walk(component: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield component
    for inner in component.get("components", ()):
        yield from _walk(inner)
    if "accessory" in component:
        yield component["accessory"]
