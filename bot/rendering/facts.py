"""A fact in Discord's terms: its sections of Markdown, its card with controls, its status line."""

import re
from collections.abc import Sequence

import discord
from discord import ui

from bot.rendering import custom_ids
from bot.rendering.layout import (
    COLOURS,
    LONGEST_LINE,
    OPTION_TEXT,
    Line,
    Quotation,
    Section,
    foot,
    layout_of,
    page_buttons,
    paginate,
)
from facts.markdown import cut, escape, excerpt, size
from facts.model import (
    Correction,
    Fact,
    FactContent,
    Response,
    Retraction,
    Source,
    Standing,
    Verdict,
    checked_citation,
)
from facts.usecases.reading.fact_lists import slug_of
from facts.wording import (
    citation,
    corrected,
    finding,
    in_reading_order,
    published_on,
    responder,
    retracted,
    said_by,
    said_in,
    stance_words,
    status,
    summary,
    text_removed,
)
from facts.wording.outlet_wordings import is_quoted

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
    pages = paginate(short_sections(fact) if short else sections)
    page = min(page, len(pages) - 1)
    page_id = custom_ids.short_page if short else custom_ids.fact_page
    paging = page_buttons(len(pages), page, lambda to: page_id(fact.id, to))
    if short:
        paging.append(ui.Button(label="Show all", custom_id=custom_ids.fact_page(fact.id, 0)))
    top = f"{note}\n" if note else ""
    below = footer(fact, page, len(pages))
    if not correctable:
        cited = checked_citation(fact)
        below += f"\n-# This copy won’t be updated; check it with `/verify {cited}`"
    return layout_of(
        [top + pages[page][0], *pages[page][1:], below],
        colour=discord.Colour.dark_grey() if fact.retraction else COLOURS[fact.standing],
        buttons=_buttons(fact, decided, link, shareable=shareable),
        second_row=paging,
        select=_leading_on(fact, others),
    )


def _buttons(
    fact: Fact, decided: str, link: str | None, *, shareable: bool
) -> list[ui.Button[ui.LayoutView]]:
    """The most used actions; *More…* opens the others."""
    buttons: list[ui.Button[ui.LayoutView]] = []
    if is_quoted(fact):
        wordings = custom_ids.wordings(fact.id)
        buttons.append(ui.Button(label="How outlets worded it", custom_id=wordings))
    buttons.append(ui.Button(label="Follow", custom_id=custom_ids.follow(fact.id)))
    if link:
        buttons.append(page_link(link))
    if shareable:
        everyone = custom_ids.show_everyone(fact.id)
        buttons.append(ui.Button(label="Show everyone", custom_id=everyone))
    buttons.append(ui.Button(label="More…", custom_id=custom_ids.more(fact.id, decided)))
    return buttons


def page_link(link: str) -> ui.Button[ui.LayoutView]:
    """A button that opens the public page of a fact."""
    return ui.Button(label="Open page", url=link)


def _leading_on(
    fact: Fact, others: Sequence[discord.SelectOption]
) -> ui.Select[ui.LayoutView] | None:
    """A select of other candidates and of the topics of this fact."""
    known = {slug_of(topic): topic for topic in reversed(fact.topics[:_TOPICS_OFFERED])}
    topics = [topic_option(topic) for topic in reversed(known.values())]
    if others:
        return candidate_select([*others, *topics], "Not this one? Other claims and topics")
    if not topics:
        return None
    return ui.Select(custom_id=custom_ids.pick(), placeholder="More on this topic", options=topics)


def footer(fact: Fact, page: int, pages: int) -> str:
    """The citation of the claim, the date it was checked or published, and the page."""
    when = published_on(fact) or "starter claim"
    return "".join(foot(f"Claim {checked_citation(fact)}", when, page=page, pages=pages))


def fact_sections(fact: FactContent, *, claim_told: bool = False) -> tuple[Section, ...]:
    """All sections of ``fact`` in reading order.

    ``claim_told`` leaves out the claim's sentence, because it is shown above already.
    """
    sections = [_retraction(fact.retraction)] if fact.retraction else []
    claim = _claim(fact)
    if claim_told:
        claim = Section(claim.pieces[1:])
    if claim.pieces:
        sections.append(claim)
    if fact.corrections:
        sections.append(_corrections(fact.corrections))
    if isinstance(fact, Fact) and fact.redactions:
        lines = (Line(f"✂️ {escape(text_removed(one))}") for one in fact.redactions)
        sections.append(Section(tuple(lines)))
    sections += [*_responses(fact), _sources(fact)]
    if fact.verdict:
        sections.append(_verdict(fact.verdict))
    return tuple(sections)


def standing_line(fact: FactContent) -> str:
    """The status as ``❌ **DENIED by North Korea's Foreign Ministry**``, always with by whom."""
    return f"{_SIGNS[fact.standing]} **{excerpt(status(fact), _STATUS_SHOWN)}**"


def is_long(sections: Sequence[Section]) -> bool:
    """Whether these sections have more than ``_SHORT`` units."""
    pieces = (piece for section in sections for piece in section.pieces)
    return sum(size(p.text if isinstance(p, Quotation) else p.markdown) for p in pieces) > _SHORT


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


def _retraction(retraction: Retraction) -> Section:
    return Section((Line(f"{_RETRACTED} **{escape(retracted(retraction))}**"),))


def _claim(fact: FactContent) -> Section:
    claim = fact.claim
    pieces: list[Line | Quotation] = [
        Line(f"### {escape(claim.text)}".replace("\n", " ")),
    ]
    if not fact.retraction:
        pieces.append(Line(standing_line(fact)))
    if said := said_by(claim):
        pieces.append(Line(escape(said)))
    if claim.language:
        pieces.append(Line(f"-# {said_in(claim.language)}"))
    if claim.quote:
        pieces.append(Quotation(f"“{claim.quote}”"))
    return Section(tuple(pieces))


def _corrections(corrections: Sequence[Correction]) -> Section:
    """The correction notes, newest first."""
    return Section(tuple(Line(f"✏️ {escape(corrected(one))}") for one in reversed(corrections)))


def _responses(fact: FactContent) -> list[Section]:
    return [response_section(response) for response in in_reading_order(fact.responses)]


def response_section(response: Response) -> Section:
    """One response: its stance, who gave it, its summary and quote."""
    cited = "".join(f" [{number}]" for number in response.sources)
    who = f"**{stance_words(response.stance)}** {escape(responder(response))}"
    pieces: list[Line | Quotation] = [Line(who + escape(cited))]
    if response.text:
        pieces.append(Line(escape(response.text)))
    if response.quote:
        pieces.append(Quotation(f"“{response.quote}”"))
    return Section(tuple(pieces))


def _sources(fact: FactContent) -> Section:
    pieces: list[Line | Quotation] = []
    for number, source in enumerate(fact.sources, start=1):
        pieces.extend(source_lines(number, source))
        if source.rating and source.rating.explanation:
            pieces.append(Line(escape(source.rating.explanation)))
    return Section(tuple(pieces), heading="**Sources**")


def source_lines(number: int, source: Source) -> list[Line]:
    """A numbered citation, with its link and archived copy if there are any."""
    text = escape(citation(source)).replace("\n", " ")
    archive = f" ([archived copy](<{source.archived_url}>))" if source.archived_url else ""
    linked = f"[{text}](<{source.url}>)" if source.url else text
    if size(linked) + size(archive) + 8 <= LONGEST_LINE:
        return [Line(f"\\[{number}\\] {linked}{archive}")]
    lines = [Line(f"\\[{number}\\] {text}")]
    if source.url:
        lines.append(Line(f"[link to source {number}](<{source.url}>)"))
    if source.archived_url:
        lines.append(Line(f"[archived copy of source {number}](<{source.archived_url}>)"))
    return lines


def _verdict(verdict: Verdict) -> Section:
    pieces = [Line(escape(finding(verdict)))]
    if verdict.explanation:
        pieces.append(Line(escape(verdict.explanation)))
    return Section(tuple(pieces), heading="**The newsroom’s finding**")


def topic_option(topic: str) -> discord.SelectOption:
    """A topic as one choice of a select."""
    return discord.SelectOption(
        label=cut(f"Topic: {topic}", OPTION_TEXT), value=f"{custom_ids.TOPIC}{slug_of(topic)}"
    )


def option(fact: Fact) -> discord.SelectOption:
    """A fact as one choice of a select."""
    return discord.SelectOption(
        label=cut(fact.claim.text, OPTION_TEXT),
        description=cut(summary(fact), OPTION_TEXT),
        value=str(fact.id),
    )


def candidate_select(
    options: Sequence[discord.SelectOption], placeholder: str
) -> ui.Select[ui.LayoutView]:
    """The candidates to choose from, and a way to say that none of them is meant."""
    none = discord.SelectOption(label="None of these", value=custom_ids.NONE_OF_THESE)
    return ui.Select(custom_id=custom_ids.pick(), placeholder=placeholder, options=[*options, none])
