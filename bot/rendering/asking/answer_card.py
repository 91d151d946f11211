"""The layouts of answers: found, unsure, not found."""

import re

import discord
from discord import ui

from bot.rendering import custom_ids
from bot.rendering.facts import candidate_select, fact_layout, option, status_line, topic_options
from bot.rendering.layout import Button, items_of, layout_of, select_of
from facts.markdown import escape, excerpt, unescape
from facts.usecases.questions.answers import Answer, Found, Match, NotFound, Unsure
from facts.wording.not_found import (
    NOT_A_FINDING,
    NOTHING,
    TRY_OTHER_WORDS,
    none_answers,
    nothing_found_in,
    which_is_meant,
)

# Limits of shown texts, in UTF-16 units. With them, the question line and the footer fit into the
# reserve of a page, and five candidates fit into a message.
_WORDS_LENGTH = 120
_CANDIDATES_SHOWN, _CANDIDATES_OFFERED = 5, 15
_ASKED_SHOWN = 150
_CONTEXT_SHOWN = 300
_CANDIDATE_SHOWN = 300
_TOLD_APART_SHOWN = 130
_DIFFERENCE_SHOWN = 110
_WORDS_SHOWN = 6
_DIFFERENCES_SHOWN = 2


YOU_ASKED = "You asked: "
MESSAGE_SAYS = "The message says: "
_CLOSEST = "Closest to the message: "
_OR_BROWSE = "Or look through `/browse`."
# Matches what ``asked_line`` writes.
_ASKED = re.compile(f"^-# (?:{YOU_ASKED}|{MESSAGE_SAYS}|{_CLOSEST})“(.*)”", re.MULTILINE)


def answer_layout(
    answer: Answer,
    *,
    shareable: bool,
    asked: str = YOU_ASKED,
    sentence: str = "",
    correctable: bool = True,
    ask: str | None = None,
    link: str | None = None,
) -> ui.LayoutView:
    """The reply to a question. ``shareable`` adds the button *Show everyone*.

    ``asked`` is the label of the line with the question; ``sentence`` is the one of a longer text
    that was looked up; ``ask`` is the custom id of *Ask the newsroom*, if a desk takes requests.
    See ``fact_layout`` for the others.
    """
    match answer:
        case Found():
            return fact_layout(
                answer.match.fact,
                shareable=shareable,
                note=asked_line(sentence, _CLOSEST, _CONTEXT_SHOWN) or _understood(answer),
                others=[option(one.fact) for one in answer.offered[:_CANDIDATES_SHOWN]],
                correctable=correctable,
                decided="checked" if sentence else "found",
                link=link,
            )
        case Unsure():
            return _unsure_layout(answer, asked, ask)
        case NotFound():
            return not_found_layout(answer, asked, ask)


def _unsure_layout(answer: Unsure, asked: str, ask: str | None) -> ui.LayoutView:
    offered = answer.offered[:_CANDIDATES_OFFERED]
    intro = [
        f"### {which_is_meant(len(answer.offered), answer.proposed_from)}",
        asked_line(answer.question, asked),
    ]
    more = len(offered) - _CANDIDATES_SHOWN
    return layout_of(
        [
            "\n".join(intro),
            *map(_candidate, offered[:_CANDIDATES_SHOWN]),
            *([f"-# {more} more in the list below"] if more > 0 else []),
        ],
        ask_button(ask),
        candidate_select([option(match.fact) for match in offered], "Open a claim"),
    )


def _candidate(match: Match) -> str:
    lines = [
        excerpt(match.fact.claim.text, _CANDIDATE_SHOWN),
        status_line(match.fact, _TOLD_APART_SHOWN),
    ]
    lines += [
        f"-# {excerpt(sentence, _DIFFERENCE_SHOWN)}"
        for sentence in match.differences[:_DIFFERENCES_SHOWN]
    ]
    if match.missing and not match.differences:
        lines.append(f"-# {_missing(match)}")
    return "\n".join(lines)


def not_found_layout(
    answer: NotFound, asked: str = YOU_ASKED, ask: str | None = None
) -> ui.LayoutView:
    """No fact matches: says what that means, and offers the nearest topics."""
    text = [
        f"### {NOTHING}",
        asked_line(answer.question, asked),
        f"{NOT_A_FINDING} {TRY_OTHER_WORDS} {_OR_BROWSE}" if answer.searched else none_answers(0),
    ]
    if told := nothing_found_in(answer.language, answer.kept_in):
        text.insert(1, told)
    if answer.topics:
        text.append(f"Nearest topics: {', '.join(map(escape, answer.topics))}")
    lines = "\n".join(line for line in text if line)
    select = select_of(custom_ids.pick(), "Browse a topic", topic_options(answer.topics))
    return layout_of(lines, ask_button(ask), select)


def none_of_these_layout(
    searched: int, *, question: str = "", ask: str | None = None
) -> ui.LayoutView:
    """The reply to "none of these", with the ``question`` if it is known."""
    text = (
        "### OK, then we have nothing on that",
        asked_line(question),
        NOT_A_FINDING if searched else none_answers(searched),
        f"{TRY_OTHER_WORDS} {_OR_BROWSE}",
    )
    lines = "\n".join(line for line in text if line)
    return layout_of(lines, ask_button(ask))


def _understood(answer: Found) -> str:
    if answer.exact:
        return ""
    changed = [
        f"{word.asked} → {word.met}"
        for word in answer.match.matched
        if word.asked.casefold() != word.met.casefold()
    ][:_WORDS_SHOWN]
    parts = [excerpt(", ".join(changed), _WORDS_LENGTH)] if changed else []
    if answer.match.missing:
        parts.append(_missing(answer.match))
    why = f" ({'; '.join(parts)})" if parts else ""
    return f"{asked_line(answer.question)}{why}"


def _missing(match: Match) -> str:
    words = ", ".join(match.missing[:_WORDS_SHOWN])
    return f"Not mentioned: {excerpt(words, _WORDS_LENGTH)}"


def asked_line(question: str, asked: str = YOU_ASKED, shown: int = _ASKED_SHOWN) -> str:
    """The line that quotes the question; empty without one."""
    return f"-# {asked}“{excerpt(question, shown)}”" if question else ""


def ask_button(custom_id: str | None) -> list[Button]:
    """*Ask the newsroom*; none without the custom id, where no desk takes requests."""
    return [Button("Ask the newsroom…", custom_id)] if custom_id else []


def asked_in(message: discord.Message | None) -> str:
    """The question quoted in an answer's message, perhaps shortened; empty if there is none."""
    for item in items_of(message):
        if isinstance(item, ui.TextDisplay) and (found := _ASKED.search(item.content)):
            return unescape(found[1]).removesuffix("…").strip()
    return ""
