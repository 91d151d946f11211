"""Component embeds: how Discord shows a link to a page of the site, wherever it is posted.

One JSON object in the page's head, which Discord reads without the bot. If it exceeds a limit
Discord ignores all of it; the tests check the limits.
https://docs.discord.com/developers/link-previews/component-embeds
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from facts.markdown import cut, escape
from facts.model import Fact, Response, Source, Stance, Standing
from facts.wording.fact_words import as_of, citation, notices, responder, stance_words, summary

MOST_BYTES = 3_000
# The types of components, and the style of a button that is a link.
_ROW, _BUTTON, _TEXT, _CONTAINER, _LINK_STYLE = 1, 2, 10, 17, 5
_ACCENTS = {Standing.DENIED: 0xE74C3C, Standing.CONFIRMED: 0x2ECC71, Standing.DISPUTED: 0xE67E22}
_NO_ACCENT = 0x979C9F
# In characters: what a phone shows of each, before anything is cut to fit the size in bytes.
_CLAIM_SHOWN, _QUOTE_SHOWN, _RESPONDER_SHOWN, _SOURCE_SHOWN, _NOTICE_SHOWN = 300, 300, 160, 120, 300
_NOTICES_SHOWN = 3
_SHORTER = 0.6
_SHORTEST = 40
# Characters that could end the element or line, written as JSON escapes.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def embed_json(fact: Fact, address: str) -> str:
    """The embed of ``fact`` for a ``<script>`` element of the page at ``address``.

    To fit, first the second denial is left out, then quotes, then sources; then texts are cut.
    """
    for parts in _ever_less(fact):
        text = script_json({"component": _card(fact, address, **parts)})
        if len(text.encode()) <= MOST_BYTES:
            return text
    raise AssertionError("the smallest embed is larger than Discord reads")


def _ever_less(fact: Fact) -> Iterator[dict[str, Any]]:
    """Successively smaller versions; the last fits whatever the fact's content."""
    responses = sorted(fact.responses, key=lambda one: one.stance is not Stance.DENIES)[:2]
    sources = list(fact.sources[:3])
    parts: dict[str, Any] = {
        "responses": responses,
        "sources": sources,
        "quotes": True,
        "share": 1.0,
    }
    yield parts
    yield (parts := parts | {"responses": responses[:1]})
    yield (parts := parts | {"quotes": False})
    while parts["sources"]:
        yield (parts := parts | {"sources": parts["sources"][:-1]})
    while parts["share"] * _CLAIM_SHOWN > _SHORTEST:
        yield (parts := parts | {"share": parts["share"] * _SHORTER})


def _card(
    fact: Fact,
    address: str,
    *,
    responses: Sequence[Response],
    sources: Sequence[Source],
    quotes: bool,
    share: float,
) -> dict[str, Any]:
    def shown(text: str, limit: int) -> str:
        return escape(cut(text, max(_SHORTEST, int(limit * share))))

    claim = fact.claim
    top = [f"**{shown(notice, _NOTICE_SHOWN)}**" for notice in notices(fact)[:_NOTICES_SHOWN]]
    top += [f"### {shown(claim.text, _CLAIM_SHOWN)}", f"**{shown(summary(fact), _NOTICE_SHOWN)}**"]
    if claim.quote and quotes:
        top.append(f"> “{shown(claim.quote, _QUOTE_SHOWN)}”")
    texts = ["\n".join(top)]
    for response in responses:
        who = shown(responder(response), _RESPONDER_SHOWN)
        lines = [f"**{stance_words(response.stance)}** {who}"]
        if response.quote and quotes:
            lines.append(f"> “{shown(response.quote, _QUOTE_SHOWN)}”")
        texts.append("\n".join(lines))
    if sources:
        texts.append("\n".join(f"- {shown(citation(source), _SOURCE_SHOWN)}" for source in sources))
    texts.append(f"-# {shown(as_of(fact), _NOTICE_SHOWN)}")
    retracted = fact.retraction is not None
    button = {"type": _BUTTON, "style": _LINK_STYLE, "label": "See the latest", "url": address}
    return {
        "type": _CONTAINER,
        "accent_color": _NO_ACCENT if retracted else _ACCENTS.get(fact.standing, _NO_ACCENT),
        "components": [
            *({"type": _TEXT, "content": text} for text in texts),
            {"type": _ROW, "components": [button]},
        ],
    }


def script_json(value: Any) -> str:
    """``value`` as JSON that is safe inside HTML."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_ESCAPES)
