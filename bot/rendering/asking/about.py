"""What the bot says of itself."""

from discord import ui

from bot.rendering.layout import PLAIN, layout_of
from facts.markdown import escape
from facts.usecases.answers import Holdings

_WHAT_IT_IS = (
    "### Nice Note\n"
    "Looks up a claim on record and answers with who denied or confirmed it, when and in which "
    "words, and with the sources. It has no opinion of its own: a missing answer says neither true "
    "nor false."
)
_HOW_TO_ASK = "Ask with `/claim`, for example `/claim nice note`."
_PRIVACY = (
    "**Privacy.** A question is answered and then forgotten: neither its words nor who asked are "
    "stored, and the bot reads no messages of a channel, only what you type into its commands or "
    "hand to it. It keeps the alerts you subscribe to until you delete them and, where you "
    "moderate, your name and account id beside each change."
)


def about_layout(holdings: Holdings, *, newsroom: str | None) -> ui.LayoutView:
    """What the bot is, how many facts it holds and whose, and what it keeps of its readers."""
    whose = []
    if holdings.starter:
        whose.append(f"{holdings.starter:,} starter facts from three news articles of 2020")
    if holdings.home:
        home = escape(newsroom) if newsroom else "the newsroom that runs it"
        whose.append(f"{holdings.home:,} from {home}")
    if holdings.own:
        whose.append(f"{holdings.own:,} from this server’s own desk")
    of_these = f": {'; '.join(whose)}" if whose else ""
    held = f"**{holdings.total:,} facts** can be asked here{of_these}."
    return layout_of([_WHAT_IT_IS, f"{held}\n{_HOW_TO_ASK}", _PRIVACY], colour=PLAIN)
