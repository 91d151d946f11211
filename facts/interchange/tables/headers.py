"""The meaning of column names: our own, and those used by newsrooms and data sets."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import islice

from facts.interchange.content import UnreadableFile
from facts.interchange.lines import shown
from facts.interchange.problems import Choice, Problem
from facts.interchange.read_lines import REFUSED, Choices, DateMeaning
from facts.interchange.tables.columns import NUMBERED, PLAIN, Column

# Names are compared in lower case, without spaces and dashes between words.
_ALIASES = {
    "claim": "statement text claimtext claimreviewed statementtext",
    "speaker": "claimant saidby speakername statementoriginator claimedby",
    "speaker_role": "jobtitle speakertitle speakersjobtitle speakerjobtitle",
    "claim_date": "claimdate dateofclaim statementdate",
    "claim_venue": "context venue occasion statementsource",
    "topics": "topic tag tags keywords subject subjects",
    "source_1_outlet": "source outlet publisher factchecksource",
    "source_1_url": (
        "url link sourceurl sourcelink articleurl factcheckurl page pageurl reviewurl "
        "factcheckanalysislink factchecklink snopespage"
    ),
    "source_1_headline": "headline title sourceheadline",
    "source_1_author": "author sourceauthor",
    "source_1_published": (
        "published datepublished publicationdate reviewdate factcheckdate publisheddate"
    ),
    "source_1_language": "language lang inlanguage",
    "source_1_rating": (
        "rating label alternatename alternativename textualrating claimlabel veracity "
        "truthrating factcheckrating ruling"
    ),
    "source_1_rating_value": "ratingvalue",
    "source_1_rating_best": "bestrating",
    "source_1_rating_worst": "worstrating",
    "source_1_rating_explanation": "ratingexplanation explanation",
}
_MEANT = {alias: name for name, aliases in _ALIASES.items() for alias in aliases.split()}
# In our own tables "verdict" is the desk's verdict; in others it is the outlet's rating.
_VERDICT = "verdict"
_OURS = {"verdict_explanation", "verdict_date", "other_wordings", "claim_venue", "retracted"}
_DATE = "date"
# Columns beyond this number are not considered: matching each takes time.
_UNKNOWN_TOLD = 20
_MOST_COLUMNS = 10_000
_LONGEST_TITLE = 60
_NUMBERED = re.compile(rf"({'|'.join(NUMBERED)})_([1-9]\d{{0,2}})_([a-z_]+)")
_POLITIFACT = "PolitiFact"
# Cells above the column names: titles of the whole table.
_MOST_TITLE_ROWS = 10
# A data set without column names (LIAR), recognized by its first cell and number of columns. All of
# it was rated by PolitiFact; its statistics on speakers are ignored.
_LIAR = re.compile(r"\d{1,6}\.json")
_LIAR_ID = "politifact_id"
_LIAR_COLUMNS = (
    *(_LIAR_ID, "label", "statement", "subject", "speaker", "speaker_role"),
    *("",) * 7,
    "context",
)
_BETWEEN_WORDS = re.compile(r"[\s_\-.()/']+")
_PLAIN = {column.name: column for column in PLAIN}
_PARTS = {kind: {column.name: column for column in columns} for kind, columns in NUMBERED.items()}
_KNOWN = [*_PLAIN, *(f"{kind}_1_{part}" for kind, parts in _PARTS.items() for part in parts)]


@dataclass(frozen=True, slots=True)
class Placed:
    """The target of a column's cells. ``kind`` and ``number`` name a response or source.

    ``column`` is None for an ignored column.
    """

    title: str
    column: Column | None
    kind: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Titles:
    """The column names, the row they are in, and the outlet of all rows.

    ``row`` is the position of that row, -1 if the file has none.
    """

    names: tuple[str, ...]
    row: int = 0
    outlet: str = ""


def titles_of(first: Sequence[Sequence[str]]) -> Titles:
    """The column names of a table starting with the rows ``first``.

    They are usually in the first row. Some programs write a title above, and some tables have two
    rows of names, groups above and names below: the lower row is used if it names more columns.
    """
    if first and len(first[0]) == len(_LIAR_COLUMNS) and _LIAR.fullmatch(first[0][0]):
        return Titles(_LIAR_COLUMNS, -1, _POLITIFACT)
    known = [known_names(row) for row in first[:_MOST_TITLE_ROWS]]
    row = next((place for place, names in enumerate(known) if "claim" in names), 0)
    below = known[row + 1] if row + 1 < len(known) else set()
    if "claim" in below and len(below) > len(known[row]):
        row += 1
    return Titles(tuple(first[row]), row, _POLITIFACT if _LIAR_ID in first[row] else "")


def known_names(titles: Iterable[str]) -> set[str]:
    """The columns recognized in ``titles``, by our own names for them."""
    names = {
        _name(title) for title in islice(titles, _MOST_COLUMNS) if len(title) <= _LONGEST_TITLE
    }
    return {name for name in names if name == _DATE or _place("", name).column is not None}


def placed(titles: Sequence[str], choices: Choices) -> tuple[list[Placed], list[Problem]]:
    """The target of each column, and the questions to be answered first.

    Raises UnreadableFile if no column is a claim.
    """
    if len(titles) > _MOST_COLUMNS:
        raise UnreadableFile(
            f"The first row has {len(titles):,} columns; the limit is {_MOST_COLUMNS:,}."
        )
    names = [_name(title) for title in titles]
    ours = bool(_OURS.intersection(title.strip().lower() for title in titles))
    found: list[Placed] = []
    unknown: list[str] = []
    problems: list[Problem] = []
    for title, name in zip(titles, names, strict=True):
        meant = name
        if name == _DATE:
            meant, problem = _date_column(names, choices)
            problems += [problem] if problem else []
        elif name == _VERDICT and not ours:
            meant = "source_1_rating"
        place = _place(title, meant)
        if place.column is None and name not in ("", REFUSED, _DATE, _LIAR_ID):
            unknown.append(title)
        found.append(place)
    if not any(place.column and place.column.name == "claim" for place in found):
        _refuse(titles)
    problems += _twice(found)
    if unknown and not choices.leave_out:
        problems.append(_unknown(unknown))
    return found, problems


def _name(title: str) -> str:
    name = title.strip().lower()
    if name == REFUSED or _place(title, name).column:
        return name
    words = _BETWEEN_WORDS.sub("_", name).strip("_")
    if _place(title, words).column:
        return words
    return _MEANT.get(words.replace("_", ""), words)


def _place(title: str, name: str) -> Placed:
    if column := _PLAIN.get(name):
        return Placed(title, column)
    numbered = _NUMBERED.fullmatch(name)
    if numbered and (column := _PARTS[numbered[1]].get(numbered[3])):
        return Placed(title, replace(column, name=name), numbered[1], int(numbered[2]))
    return Placed(title, None)


def _date_column(names: list[str], choices: Choices) -> tuple[str, Problem | None]:
    """The meaning of "date": the claim's date if there is a speaker column, else a question."""
    meaning = choices.date_is
    if meaning is None and ("speaker" in names or "source_1_published" in names):
        meaning = DateMeaning.CLAIM
    if meaning is None and "claim_date" in names:
        meaning = DateMeaning.PUBLISHED
    if meaning is None:
        sentence = "the column date could be the date of the claim or the day it was published"
        return "", Problem(1, "", sentence, choice=Choice.DATE_IS)
    return ("claim_date" if meaning is DateMeaning.CLAIM else "source_1_published"), None


def _refuse(titles: Sequence[str]) -> None:
    close = get_close_matches(
        "claim", [t.strip().lower()[:50] for t in titles[:_UNKNOWN_TOLD]], n=1
    )
    hint = f" Did you mean {shown(close[0])}?" if close else ""
    named = hint or known_names(titles)
    raise UnreadableFile(
        f"The first row names the columns, and one of them must be claim.{hint}"
        + ("" if named else " This table has no column names: add a row with them at the top.")
        + " See docs/interchange.md for all names, or start from a template."
    )


def _twice(found: Sequence[Placed]) -> list[Problem]:
    titles: dict[str, str] = {}
    problems = []
    for place in found:
        if place.column is None:
            continue
        if place.column.name in titles:
            one, other = shown(titles[place.column.name]), shown(place.title)
            sentence = f"the columns {one} and {other} both mean {place.column.name}; keep one"
            problems.append(Problem(1, "", sentence))
        titles.setdefault(place.column.name, place.title)
    return problems


def _unknown(titles: Sequence[str]) -> Problem:
    told = []
    for title in titles[:_UNKNOWN_TOLD]:
        name = title.strip().lower()[:100]
        close = [known for known in _KNOWN if known.endswith(f"_{name}")]
        close = close or get_close_matches(name, _KNOWN, n=1)
        told.append(shown(title) + (f" (did you mean {close[0]}?)" if close else ""))
    if len(titles) > _UNKNOWN_TOLD:
        told.append(f"and {len(titles) - _UNKNOWN_TOLD:,} more")
    noun = "this column is" if len(told) == 1 else "these columns are"
    return Problem(1, "", f"{noun} unknown: {', '.join(told)}", choice=Choice.LEAVE_OUT)
