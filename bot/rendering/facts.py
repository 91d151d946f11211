"""A fact in Discord's terms: its sections of Markdown, its card with controls, its status line."""

import re
from collections.abc import Sequence

import discord
from discord import ui

from bot.rendering import custom_ids
from bot.rendering.layout import (
    LONGEST_LINE,
    OPTION_TEXT,
    Button,
    Piece,
    Quotation,
    Section,
    Select,
    colour_of,
    foot,
    layout_of,
    page_buttons,
    page_of_sections,
    select_of,
)
from facts.markdown import cut, escape, excerpt, size, slug_of
from facts.model import (
    Fact,
    FactContent,
    Response,
    Source,
    Standing,
    checked_citation,
)
from facts.usecases.paging import Page
from facts.wording.fact_words import (
    attribution_line,
    citation,
    corrected,
    finding,
    in_reading_order,
    published_on,
    responder,
    retracted,
    stance_words,
    status,
    summary,
    text_removed,
)
from facts.wording.not_found import said_in

# Only in addition to the words: sign and colour alone are not accessible.
_SIGNS = {
    Standing.DENIED: "❌",
    Standing.CONFIRMED: "✅",
    Standing.DISPUTED: "⚖️",
    Standing.DECLINED: "🤐",
    Standing.UNANSWERED: "❔",
}
_RETRACTED = "🚫"
_IN_CAPITALS = re.compile(r"[A-Z]{2,}(?: [A-Z]{2,})*")
_TOPICS_OFFERED = 8
# In UTF-16 units; a longer card is first shown without its quotes.
_SHORT = 1200
# In UTF-16 units. A rating by others may be longer; it is shown in full at its source.
_STATUS_SHOWN = 100
_SEARCHED_SHOWN = 500


def fact_layout(
    fact: Fact,
    *,
    shareable: bool,
    page: int = 0,
    full: bool = False,
    note: str = "",
    others: Sequence[discord.SelectOption] = (),
    correctable: bool = True,
    decided: str = "found",
    link: str | None = None,
) -> ui.LayoutView:
    """The card of a fact with its responses and sources. ``page`` counts from 0 and is clamped.

    A long fact is shown without its quotes unless ``full``; no denial is ever left out. If not
    ``correctable``, the card says that it will not be updated when the fact is corrected.
    ``others`` are further candidates for the select; ``decided`` says how the answer was chosen,
    for feedback; ``link`` is the URL of the fact's public page.
    """
    sections = fact_sections(fact)
    short = not full and is_long(sections)
    shown = page_of_sections(short_sections(fact) if short else sections, page)
    card = "short" if short else "fact"
    paging = page_buttons(shown, lambda to: custom_ids.fact_page(card, fact.id, to))
    if short:
        paging.append(Button("Show all", custom_ids.fact_page("fact", fact.id, 0)))
    top = f"{note}\n" if note else ""
    below = footer(fact, shown)
    if not correctable:
        cited = checked_citation(fact)
        below += f"\n-# This copy won’t be updated; check it with `/verify {cited}`"
    return layout_of(
        [top + shown.items[0], *shown.items[1:], below],
        _buttons(fact, decided, link, shareable=shareable),
        paging,
        _leading_on(fact, others),
        colour=colour_of(fact),
    )


def _buttons(fact: Fact, decided: str, link: str | None, *, shareable: bool) -> list[Button]:
    """The most used actions; *More…* opens the others."""
    quoted = fact.is_quoted
    buttons = [Button("How outlets worded it", custom_ids.wordings(fact.id))] if quoted else []
    buttons.append(Button("Follow", custom_ids.follow(fact.id)))
    if link:
        buttons.append(Button("Open page", url=link))
    if shareable:
        buttons.append(Button("Show everyone", custom_ids.show_everyone(fact.id)))
    return [*buttons, Button("More…", custom_ids.more(fact.id, decided))]


def _leading_on(fact: Fact, others: Sequence[discord.SelectOption]) -> Select | None:
    """A select of other candidates and of the topics of this fact."""
    topics = topic_options(fact.topics[:_TOPICS_OFFERED])
    if others:
        return candidate_select([*others, *topics], "Not this one? Other claims and topics")
    return select_of(custom_ids.pick(), "More on this topic", topics)


def footer(fact: Fact, page: Page[str]) -> str:
    """The citation of the claim, the date it was checked or published, and the page."""
    when = published_on(fact) or "starter claim"
    return "".join(foot(f"Claim {checked_citation(fact)}", when, page=page))


def fact_sections(fact: FactContent, *, claim_told: bool = False) -> tuple[Section, ...]:
    """All sections of ``fact`` in reading order.

    ``claim_told`` leaves out the claim's sentence, because it is shown above already.
    """
    sections = []
    if fact.retraction:
        sections.append(Section([f"{_RETRACTED} **{escape(retracted(fact.retraction))}**"]))
    if claim := _claim(fact)[1 if claim_told else 0 :]:
        sections.append(Section(claim))
    if fact.corrections:  # newest first
        lines = [f"✏️ {escape(corrected(one))}" for one in reversed(fact.corrections)]
        sections.append(Section(lines))
    if isinstance(fact, Fact) and fact.redactions:
        sections.append(Section([f"✂️ {escape(text_removed(one))}" for one in fact.redactions]))
    sections += map(response_section, in_reading_order(fact.responses))
    sections.append(_sources(fact))
    if fact.verdict:
        texts = (finding(fact.verdict), fact.verdict.explanation)
        finding_lines = [escape(text) for text in texts if text]
        sections.append(Section(finding_lines, heading="**The newsroom’s finding**"))
    return tuple(sections)


def desk_sections(fact: FactContent) -> list[Section]:
    """All sections, and what is searched but not shown to readers: topics and other wordings."""
    searched = (("Topics", ", ", fact.topics), ("Other wordings", " | ", fact.other_wordings))
    lines = [
        f"-# {what}: {excerpt(joint.join(texts), _SEARCHED_SHOWN)}"
        for what, joint, texts in searched
        if texts
    ]
    return [*fact_sections(fact), *([Section(lines)] if lines else [])]


def standing_line(fact: FactContent) -> str:
    """The status as ``❌ **DENIED by North Korea's Foreign Ministry**``, always with by whom."""
    return f"{_SIGNS[fact.standing]} **{excerpt(status(fact), _STATUS_SHOWN)}**"


def is_long(sections: Sequence[Section]) -> bool:
    """Whether these sections have more than ``_SHORT`` units."""
    pieces = (piece for section in sections for piece in section.pieces)
    return size("".join(p.text if isinstance(p, Quotation) else p for p in pieces)) > _SHORT


def short_sections(fact: FactContent) -> tuple[Section, ...]:
    """The sections without quotes and summaries: claim, status, who responded when, sources."""
    claim = fact.claim.model_copy(update={"quote": None})
    bare = {"quote": None, "text": None}
    responses = tuple(one.model_copy(update=bare) for one in fact.responses)
    return fact_sections(fact.model_copy(update={"claim": claim, "responses": responses}))


def status_line(fact: FactContent, limit: int) -> str:
    """``❌ **DENIED** by North Korea's Foreign Ministry · claimed by Donald Trump``, Markdown."""
    sign = _RETRACTED if fact.retraction else _SIGNS[fact.standing]
    text = summary(fact)
    word = _IN_CAPITALS.match(text)
    loud = word[0] if word else ""
    rest = excerpt(text[len(loud) :], limit - len(loud))
    gap = "" if text[len(loud) :].startswith(":") else " "
    return f"{sign} **{loud}**{gap}{rest}".rstrip() if loud else f"{sign} {rest}"


def _claim(fact: FactContent) -> list[Piece]:
    claim = fact.claim
    pieces: list[Piece] = [f"### {escape(claim.text)}".replace("\n", " ")]
    if not fact.retraction:
        pieces.append(standing_line(fact))
    if said := attribution_line(claim):
        pieces.append(escape(said))
    if claim.language:
        pieces.append(f"-# {said_in(claim.language)}")
    if claim.quote:
        pieces.append(Quotation(f"“{claim.quote}”"))
    return pieces


def response_section(response: Response) -> Section:
    """One response: its stance, who gave it, its summary and quote."""
    sources = "".join(f" \\[{number}\\]" for number in response.sources)
    pieces: list[Piece] = [response_line(response) + sources]
    if response.text:
        pieces.append(escape(response.text))
    if response.quote:
        pieces.append(Quotation(f"“{response.quote}”"))
    return Section(pieces)


def response_line(response: Response) -> str:
    """The stance and who gave it: ``**Denied by** North Korea's Foreign Ministry``, Markdown."""
    return f"**{stance_words(response.stance)}** {escape(responder(response))}"


def _sources(fact: FactContent) -> Section:
    pieces: list[str] = []
    for number, source in enumerate(fact.sources, start=1):
        pieces += source_lines(number, source)
        if source.rating and source.rating.explanation:
            pieces.append(escape(source.rating.explanation))
    return Section(pieces, heading="**Sources**")


def source_lines(number: int, source: Source) -> list[str]:
    """A numbered citation, with its link and archived copy if there are any."""
    text = escape(citation(source)).replace("\n", " ")
    archive = f" ([archived copy](<{source.archived_url}>))" if source.archived_url else ""
    linked = f"[{text}](<{source.url}>)" if source.url else text
    if size(linked + archive) + 8 <= LONGEST_LINE:
        return [f"\\[{number}\\] {linked}{archive}"]
    lines = [f"\\[{number}\\] {text}"]
    if source.url:
        lines.append(f"[link to source {number}](<{source.url}>)")
    if source.archived_url:
        lines.append(f"[archived copy of source {number}](<{source.archived_url}>)")
    return lines


def topic_options(topics: Sequence[str]) -> list[discord.SelectOption]:
    """Topics as choices of a select; of those that differ only in spelling, the first."""
    distinct = {slug_of(topic): topic for topic in reversed(topics)}
    return [
        discord.SelectOption(
            label=cut(f"Topic: {topic}", OPTION_TEXT), value=f"{custom_ids.TOPIC}{slug}"
        )
        for slug, topic in reversed(distinct.items())
    ]


def option(fact: Fact) -> discord.SelectOption:
    """A fact as one choice of a select."""
    return discord.SelectOption(
        label=cut(fact.claim.text, OPTION_TEXT),
        description=cut(summary(fact), OPTION_TEXT),
        value=str(fact.id),
    )


def candidate_select(options: Sequence[discord.SelectOption], placeholder: str) -> Select | None:
    """The candidates to choose from, and a way to say that none of them is meant."""
    none = discord.SelectOption(label="None of these", value=custom_ids.NONE_OF_THESE)
    return select_of(custom_ids.pick(), placeholder, [*options, none])
