"""One claim in a file of each format that is understood, for every front end to take in."""

import json

from tests.facts.interchange.tables.spreadsheets import open_document, spreadsheet

CLAIM = "Ferry 1 stops at night."
_TABLE = [["claim", "outlet"], [CLAIM, "City Radio"]]
_REVIEW = {
    "@type": "ClaimReview",
    "claimReviewed": CLAIM,
    "url": "https://check.example/1",
    "author": {"@type": "Organization", "name": "Example Check"},
    "reviewRating": {"alternateName": "False"},
}
_FACT = {"claim": CLAIM, "sources": [{"outlet": "City Radio"}]}
FILES: dict[str, bytes] = {
    "facts.jsonl": json.dumps(_FACT).encode(),
    "facts.json": json.dumps([_FACT]).encode(),
    "flat.json": json.dumps([{"statement": CLAIM, "publisher": "City Radio"}]).encode(),
    "tinydb.json": json.dumps({"facts": {"1": _FACT}}).encode(),
    "facts.csv": f"claim;source;url\n{CLAIM};City Radio;https://radio.example/1\n".encode(),
    "facts.tsv": f"claim\toutlet\n{CLAIM}\tCity Radio\n".encode(),
    "facts.txt": f"claim,outlet\n{CLAIM},City Radio\n".encode("utf-16"),
    "facts.xlsx": spreadsheet(_TABLE),
    "facts.ods": open_document(_TABLE),
    "review.json": json.dumps(_REVIEW).encode(),
    "reviews.jsonl": json.dumps(_REVIEW).encode() + b"\n",
    "page.html": (
        f'<!doctype html><script type="application/ld+json">{json.dumps(_REVIEW)}</script>'
    ).encode(),
    "answer.json": json.dumps(
        {"claims": [{"text": CLAIM, "claimReview": [{"url": "https://check.example/1"}]}]}
    ).encode(),
}


def ten_thousand_rows(*bad: int) -> bytes:
    """A table of 10,000 claims, of which those rows have no source."""
    rows = (
        f"Claim {n} about the harbour.,{'' if n in bad else f'Outlet {n % 9}'}"
        for n in range(10_000)
    )
    return "\n".join(["claim,outlet", *rows, ""]).encode()
