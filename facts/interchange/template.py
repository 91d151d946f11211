"""A table to start from: the columns that a newsroom needs first, and one row that shows them."""

from collections.abc import Iterator

from facts.interchange.tables.csv_form import csv_row

_TEMPLATE = {
    "claim": "The harbour bridge is closed until June.",
    "speaker": "Ada Berg",
    "speaker_role": "harbour master",
    "claim_date": "2026-04-18",
    "claim_venue": "the port council",
    "claim_quote": "The bridge stays shut until June.",
    "response_1_stance": "denies",
    "response_1_by": "Cy Ro",
    "response_1_role": "mayor",
    "response_1_date": "2026-04-19",
    "response_1_quote": "Nothing was closed.",
    "response_1_sources": "1",
    "source_1_outlet": "Harbour Post",
    "source_1_headline": "Bridge shut until June",
    "source_1_published": "2026-04-19",
    "source_1_url": "https://harbour.example/bridge",
    "source_1_rating": "",
    "topics": "harbour, bridges",
}


def template_lines() -> Iterator[str]:
    """The lines of the table as CSV, without their ends."""
    yield csv_row(_TEMPLATE)
    yield csv_row(_TEMPLATE.values())
