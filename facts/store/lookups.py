"""Secondary indexes: which facts have a desk, topic, speaker, link or standing, without a scan."""

from collections.abc import Collection, Iterator
from itertools import chain
from typing import Any, NamedTuple

from facts.model import DeskId, canonical_link
from facts.model.fact import standing_of
from facts.store.protocol import Having

_Key = tuple[str, str]
# A dict that grows is copied as a whole now and then; of many small ones none is large.
_PARTS = 64
_RARE = ("link", "ref")


class Keys(NamedTuple):
    """What a fact is found by: keys that many facts share, and such that hardly two have."""

    desk: str
    shared: frozenset[_Key]
    rare: frozenset[_Key]


class Lookups:
    """Fact ids by what the facts have. ``put`` and ``remove`` keep it in step with the facts."""

    def __init__(self) -> None:
        self._desks: dict[str, set[int]] = {}
        self._shared: dict[_Key, set[int]] = {}
        # A set for each of some hundred thousand links would take more memory than the facts.
        self._rare: list[dict[_Key, tuple[int, ...]]] = [{} for _ in range(_PARTS)]

    def put(self, fact_id: int, keys: Keys) -> None:
        self._desks.setdefault(keys.desk, set()).add(fact_id)
        for key in keys.shared:
            self._shared.setdefault(key, set()).add(fact_id)
        for key in keys.rare:
            part = self._part(key)
            part[key] = (*part.get(key, ()), fact_id)

    def remove(self, fact_id: int, keys: Keys) -> None:
        self._desks[keys.desk].remove(fact_id)
        for key in keys.shared:
            self._shared[key].remove(fact_id)
            if not self._shared[key]:
                del self._shared[key]
        for key in keys.rare:
            part = self._part(key)
            left = tuple(other for other in part[key] if other != fact_id)
            if left:
                part[key] = left
            else:
                del part[key]

    def count(self, desks: Collection[DeskId]) -> int:
        """How many facts ``desks`` have."""
        return sum(len(self._desks.get(desk, ())) for desk in set(desks))

    def having(self, having: Having) -> Collection[int] | None:
        """The ids of the facts that have all that is asked, in no order; None when nothing is."""
        asked: list[Collection[int]] = [
            self._part(key).get(key, ())
            if key[0] in ("link", "ref")
            else self._shared.get(key, set())
            for key in _asked(having)
        ]
        if having.desks is not None:
            asked.append(_Union([self._desks.get(desk, set()) for desk in set(having.desks)]))
        if not asked:
            return None
        asked.sort(key=len)
        return asked[0] if len(asked) == 1 else _Intersection(asked)

    def _part(self, key: _Key) -> dict[_Key, tuple[int, ...]]:
        return self._rare[hash(key) % _PARTS]


class _Union(Collection[int]):
    """The ids of several sets that have none in common, without a copy of them."""

    def __init__(self, parts: list[set[int]]) -> None:
        self._parts = parts

    def __contains__(self, one: object) -> bool:
        return any(one in part for part in self._parts)

    def __iter__(self) -> Iterator[int]:
        return chain.from_iterable(self._parts)

    def __len__(self) -> int:
        return sum(map(len, self._parts))


class _Intersection(Collection[int]):
    """The ids that all of several collections have; ``parts`` has the smallest first."""

    def __init__(self, parts: list[Collection[int]]) -> None:
        self._first, *self._others = parts

    def __contains__(self, one: object) -> bool:
        return one in self._first and all(one in other for other in self._others)

    def __iter__(self) -> Iterator[int]:
        return (one for one in self._first if all(one in other for other in self._others))

    def __len__(self) -> int:
        """At most so many."""
        return len(self._first)


def keys_of(values: dict[str, Any]) -> Keys:
    """The keys of a fact that was loaded from its JSON (``facts.store.trusted.to_json``)."""
    speaker = values["claim"].get("speaker", {})
    shared = {("topic", topic) for topic in values.get("topics", ())}
    shared.update(("speaker", part.casefold()) for part in speaker.values())
    stances = {response["stance"] for response in values.get("responses", ())}
    shared.add(("standing", standing_of(stances)))
    rare = {
        ("link", canonical_link(source[part]))
        for source in values["sources"]
        for part in ("url", "archived_url")
        if part in source
    }
    if not rare:
        shared.add(("linked", "no"))
    if "ref" in values:
        rare.add(("ref", values["ref"]))
    return Keys(values["desk"], frozenset(shared), frozenset(rare))


def _asked(having: Having) -> Iterator[_Key]:
    if having.topic is not None:
        yield "topic", having.topic.casefold()
    if having.speaker is not None:
        yield "speaker", having.speaker.casefold()
    if having.standing is not None:
        yield "standing", having.standing
    if having.unlinked:
        yield "linked", "no"
    if having.link is not None:
        yield "link", canonical_link(having.link)
    if having.ref is not None:
        yield "ref", having.ref
