"""The replies to /about and /help."""

from discord import ui

from bot.rendering.layout import layout_of
from facts.markdown import counted, escape
from facts.usecases.questions.answers import Holdings

_WHAT_IT_IS = (
    "### Nice Note\n"
    "I find the claim you mean and show who made it, who denied or confirmed it, when, in what "
    "words, and where that was reported. I have no opinion: if I have nothing on a claim, that "
    "doesn’t mean it’s true or false."
)
_HOW_TO_ASK = "Try `/claim`, for example with *nice note*. See `/help` for everything else."
_LANGUAGES = (
    "You can also ask in Arabic, Chinese, French, German, Japanese, Korean, Russian or Spanish. "
    "If the claim is stored in another language, I show you what I found and ask if it’s the one "
    "you mean. With a full sentence I find it 19 times in 20; with a few words, less often."
)
_PRIVACY = (
    "**Privacy.** Your questions are not stored, unless you send one to the newsroom. I can’t read "
    "messages; I only see what you type into my commands, and a message if you choose “Check this "
    "claim” or “Add as a fact” on it. I store the alerts you subscribe to, until you delete them. "
    "If you’re a moderator, I store your name and account id with each change you make. "
    "`/privacy` shows what I store about you."
)
_READERS = (
    "### What you can do\n"
    "- `/claim` finds a claim. A few words are enough; spelling mistakes are fine.\n"
    "- **Check this claim:** right-click a message (or hold it on a phone) and choose Apps.\n"
    "- `/browse` lists claims by topic, person or outlet, and the newest.\n"
    "- `/verify` checks whether a quoted answer is genuine.\n"
    "- `/alerts subscribe` sends you new, corrected and denied claims; `/alerts list` changes "
    "or ends that. *Follow* under an answer follows one claim.\n"
    "- `/requests` shows what you asked the newsroom, `/privacy` what I store about you."
)
_MODERATORS = (
    "### For this server’s moderators\n"
    "- `/fact add` adds a fact; **Add as a fact** does the same from a message.\n"
    "- `/fact edit`, `/fact deny`, `/fact source` and `/fact retract` change one.\n"
    "- `/fact drafts` lists what you started, `/fact list` every fact.\n"
    "- `/desk setup` changes the settings, `/desk log` shows who changed what."
)


def about_layout(holdings: Holdings, *, newsroom: str | None) -> ui.LayoutView:
    """/about: what the bot is, how many facts it has from which desks, and what data it stores."""
    held = f"You can ask about {_held(holdings, newsroom)}."
    languages = [_LANGUAGES] if holdings.any_language else []
    return layout_of([_WHAT_IT_IS, f"{held}\n{_HOW_TO_ASK}", *languages, _PRIVACY])


def _held(holdings: Holdings, newsroom: str | None) -> str:
    home = escape(newsroom) if newsroom else "the newsroom that runs me"
    origins = (
        (holdings.starter, "starter claims from three news articles of 2020"),
        (holdings.home, f"from {home}"),
        (holdings.own, "from this server’s own desk"),
    )
    whose = [(count, origin) for count, origin in origins if count]
    total = f"**{counted(holdings.total, 'claim')}**"
    if len(whose) == 1:
        [(count, origin)] = whose
        return f"**{count:,}** {origin}" if holdings.starter else f"{total} {origin}"
    parts = "; ".join(f"{count:,} {origin}" for count, origin in whose)
    return f"{total} here: {parts}" if parts else f"{total} here"


def help_layout(*, moderates: bool) -> ui.LayoutView:
    """/help: the commands a person can use, including moderators' if the person ``moderates``."""
    return layout_of([_READERS, *([_MODERATORS] if moderates else [])])
