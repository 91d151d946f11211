"""What is opened from a fact's card: its citation, published versions, how outlets worded it; and
the reply to /verify.
"""

from collections.abc import Sequence

from discord import ui

from bot.rendering import custom_ids
from bot.rendering.desk.changes import changes_text
from bot.rendering.facts import fact_layout, footer
from bot.rendering.layout import (
    COLOURS,
    Piece,
    Quotation,
    Section,
    foot,
    layout_of,
    page_buttons,
    page_of_sections,
)
from facts.markdown import code_block, cut, escape, excerpt, one_line
from facts.model import STARTER, Fact
from facts.usecases.paging import page_of
from facts.usecases.reading.history import Verified, Version
from facts.wording.fact_words import cited, corrected, day_words, outlet_name, retracted
from facts.wording.outlet_wordings import OutletWording, Statement, difference_words, statements

_VERSIONS_A_PAGE, _CORRECTIONS_SHOWN, _DIFFERENCES_SHOWN = 4, 2, 3
# Longest texts, in UTF-16 units.
_CLAIM, _CLAIM_ABOVE = 300, 200
_CITED = 2500
_VERSION = 700
_CORRECTION = 400
_REASON = 300
_DIFFERENCE = 120
_MADE_BY = 300


def cite_layout(fact: Fact) -> ui.LayoutView:
    """The citation in a code block, to be copied."""
    return layout_of(f"### Cite this claim\n{code_block(cut(one_line(cited(fact)), _CITED))}")


def versions_layout(fact: Fact, versions: Sequence[Version], page: int) -> ui.LayoutView:
    """The published versions, newest first. ``page`` counts from 0 and is clamped."""
    shown = page_of(versions, page, _VERSIONS_A_PAGE)
    texts = [_version(version) for version in shown.items]
    return layout_of(
        [
            f"### History of claim #{fact.id}\n{excerpt(fact.claim.text, _CLAIM)}",
            *texts,
            *foot(page=shown),
        ],
        page_buttons(shown, lambda to: custom_ids.versions(fact.id, to)),
    )


def _version(version: Version) -> str:
    day = day_words(version.at)
    told = [excerpt(corrected(one), _CORRECTION) for one in version.corrections]
    if not version.changes and version.fact.desk == STARTER:
        # Its date is that of the store's creation, which says nothing about the claim.
        return "**Starter claim**, as it came with the bot"
    if not version.changes:
        return "\n".join([f"**{day}:** published", *told])
    what = "corrected" if told else "changed"
    return "\n".join([f"**{day}:** {what}", *told, changes_text(version.changes, _VERSION)])


def verified_layout(verified: Verified) -> ui.LayoutView:
    """The cited revision, headed by the result of the check and later changes."""
    lines = [_genuine(verified), *_since(verified), "That revision said:"]
    return fact_layout(verified.fact, shareable=False, note="\n".join(lines))


def _genuine(verified: Verified) -> str:
    if verified.genuine is None and verified.fact.redactions:
        return (
            "ℹ️ **A text was removed from this revision, so its check code can’t be compared.** "
            "The rest is as we published it."
        )
    if verified.genuine is None:
        return "ℹ️ **This citation has no check code, so a screenshot of it proves nothing.**"
    if verified.genuine:
        return "✅ **Genuine.** We published an answer with this citation."
    return (
        "⚠️ **Not genuine.** The check code doesn’t match: it was mistyped, or what you were "
        "shown was altered or made up."
    )


def _since(verified: Verified) -> list[str]:
    now = verified.now
    if verified.is_latest:
        return [] if verified.genuine is False else ["-# It hasn’t been changed since."]
    if now is None:
        return ["-# The claim has been removed since."]
    if now.id != verified.fact.id:
        return [f"-# It was merged into another claim later. See it with `/claim #{now.id}`."]
    newer = f"-# It was changed later. See revision {now.revision} with `/claim #{now.id}`."
    since = [one for one in now.corrections if one not in verified.fact.corrections]
    said = [f"✏️ {excerpt(corrected(one), _REASON)}" for one in since[-_CORRECTIONS_SHOWN:]]
    if now.retraction is None:
        return [*said, newer]
    return [f"🚫 **{excerpt(retracted(now.retraction), _REASON)}**", *said, newer]


def wordings_layout(fact: Fact, *, page: int = 0) -> ui.LayoutView:
    """How each outlet worded the same statements. ``page`` counts from 0 and is clamped."""
    shown = page_of_sections(wording_sections(fact), page)
    return layout_of(
        [
            f"### How outlets worded it\n-# {excerpt(fact.claim.text, _CLAIM_ABOVE)}",
            *shown.items,
            footer(fact, shown),
        ],
        page_buttons(shown, lambda to: custom_ids.wordings(fact.id, to)),
        colour=COLOURS[fact.standing],
    )


def wording_sections(fact: Fact) -> tuple[Section, ...]:
    """A section per statement, with each outlet's wording and its differences from the first."""
    named: set[int] = set()
    return tuple(_statement(statement, named) for statement in statements(fact))


def _statement(statement: Statement, named: set[int]) -> Section:
    """``named`` are the numbers of sources whose outlet was named above; it is updated."""
    pieces: list[Piece] = []
    for passage in statement.passages:
        for position, wording in enumerate(passage):
            first = passage[0] if position else None
            pieces.extend(_wording(wording, first, is_named=wording.number in named))
            named.add(wording.number)
    heading = excerpt(statement.made_by, _MADE_BY)
    return Section(pieces, heading=f"**{heading}**")


def _wording(wording: OutletWording, first: OutletWording | None, *, is_named: bool) -> list[Piece]:
    """One outlet's wording; ``first`` is the passage's first one, to compare with, if another."""
    outlet = f"\\[{wording.number}\\]"
    if not is_named:
        outlet += f" {escape(outlet_name(wording.source))}"
    if first is None:
        return [outlet, Quotation(f"“{wording.text}”")]
    if wording.text == first.text:
        return [f"{outlet}: the same words"]
    return [outlet, Quotation(f"“{wording.text}”"), *_differences(wording, first)]


def _differences(wording: OutletWording, first: OutletWording) -> list[str]:
    shown = [
        difference_words(excerpt(there, _DIFFERENCE), excerpt(here, _DIFFERENCE))
        for there, here in wording.differences[:_DIFFERENCES_SHOWN]
    ]
    return [f"-# Differs from \\[{first.number}\\]: {'; '.join(shown)}"] if shown else []
