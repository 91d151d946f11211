"""Merging duplicate facts: one fact remains, found under both ids."""

from facts.forms.content_record import Record, content_of, record_of
from facts.forms.typed import NotValid
from facts.model import Fact, FactContent, Member, canonical_link
from facts.model.fields import distinct_topics
from facts.usecases.desk.changing import AlreadySo, Applying
from facts.usecases.desk.desk_settings import Setup
from facts.usecases.desk.drafts.publishing import PublishOutcome

_CLAIM = "claim"
_NAMES_A_SOURCE = ("outlet", "headline", "author", "published", "description")


class Merging:
    """Raises NotAllowed, UnknownFact, NotValid, AlreadySo."""

    def __init__(self, setup: Setup, applying: Applying) -> None:
        self._setup = setup
        self._applying = applying

    async def preview(self, member: Member, survivor: int, other: int) -> FactContent:
        """A preview of the surviving fact: its own claim, and the responses, sources, topics and
        wordings of both. The other claim becomes an alternative wording.
        """
        return united(*await self._two(member, survivor, other))

    async def merge(self, member: Member, survivor: int, other: int) -> PublishOutcome:
        """Merge in one step; from then on ``other`` redirects to ``survivor``."""
        kept, gone = await self._two(member, survivor, other)
        return await self._applying.apply(
            member,
            kept.id,
            lambda now: united(now, gone),
            why=f"Merged fact #{gone.id} into this one.",
            absorbs=(gone.id, gone.revision),
        )

    async def _two(self, member: Member, survivor: int, other: int) -> tuple[Fact, Fact]:
        if survivor == other:
            raise NotValid(("A fact can’t be merged into itself. Choose two different facts.",))
        kept, gone = (
            await self._setup.own_fact(member, survivor),
            await self._setup.own_fact(member, other),
        )
        if kept.id == gone.id:
            raise AlreadySo(f"Both are already fact #{kept.id}.")
        return kept, gone


def united(kept: Fact, gone: Fact) -> FactContent:
    """``kept`` with the additional content of ``gone``. Raises NotValid above the limits."""
    record, other = record_of(kept), record_of(gone)
    sources = [_place_source(record, source) for source in other["sources"]]
    responses = []
    for response in other["responses"]:
        cited = [sources[number - 1] for number in response["sources"]]
        responses.append(_place_response(record, response, cited))
    for number, source in zip(sources, other["sources"], strict=True):
        there = record["sources"][number - 1]
        for quote in source["quotes"]:
            of = _CLAIM if quote["of"] == _CLAIM else responses[quote["of"] - 1]
            if (moved := {"of": of, "text": quote["text"]}) not in there["quotes"]:
                there["quotes"].append(moved)
    known = {text.casefold() for text in (record["claim"]["text"], *record["other_wordings"])}
    for wording in (other["claim"]["text"], *other["other_wordings"]):
        if wording.casefold() not in known:
            record["other_wordings"].append(wording)
            known.add(wording.casefold())
    record["topics"] = list(distinct_topics([*record["topics"], *other["topics"]]))
    record["verdict"] = record["verdict"] or other["verdict"]
    return content_of(record)


def _place_source(record: Record, source: Record) -> int:
    """The number of that source in ``record``, added if it is new."""
    for number, there in enumerate(record["sources"], start=1):
        if _same_source(there, source):
            for name, value in source.items():
                there[name] = there[name] or (value if name != "quotes" else [])
            return number
    record["sources"].append(source | {"quotes": []})
    return len(record["sources"])


def _same_source(one: Record, other: Record) -> bool:
    if one["url"] and other["url"]:
        return canonical_link(one["url"]) == canonical_link(other["url"])
    return all(one[name] == other[name] for name in _NAMES_A_SOURCE)


def _place_response(record: Record, response: Record, cited: list[int]) -> int:
    said = {name: value for name, value in response.items() if name != "sources"}
    for number, there in enumerate(record["responses"], start=1):
        if {name: value for name, value in there.items() if name != "sources"} == said:
            there["sources"] = [*dict.fromkeys([*there["sources"], *cited])]
            return number
    record["responses"].append(said | {"sources": [*dict.fromkeys(cited)]})
    return len(record["responses"])
