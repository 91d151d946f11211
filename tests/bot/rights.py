"""Who may do what: a row for each command, control and form."""

from enum import StrEnum

from bot.alerts.controls import CONTROLS as ALERT_CONTROLS
from bot.alerts.subscription_modals import MODALS as ALERT_MODALS
from bot.asking.controls import CONTROLS as ASKING_CONTROLS
from bot.desk.controls import CONTROLS as DESK_CONTROLS
from bot.desk.forms import MODALS as DESK_MODALS
from bot.interactions.control import Control
from bot.interactions.modals import Modal
from bot.newsroom.controls import (
    Ask,
    ForgetMe,
    More,
    ReportButton,
    Vote,
    Withdraw,
)
from bot.newsroom.reader_modals import MODALS as READER_MODALS


class Who(StrEnum):
    """Everybody who could use something."""

    READER = "a reader"
    MODERATOR = "a moderator"
    ELSEWHERE = "a moderator of another server"
    FORMER = "a former moderator"
    DIRECT = "somebody in a direct message"
    USER_INSTALL = "a moderator where only the user has the app"


EVERYBODY, MODERATORS = frozenset(Who), frozenset({Who.MODERATOR})
# Who has subscribed, and asked the newsroom, in this test.
SUBSCRIBER = frozenset({Who.READER})
COMMANDS = {
    **dict.fromkeys(
        ["claim", "verify", "about", "requests", "browse", "Check this claim"], EVERYBODY
    ),
    **dict.fromkeys(["help", "privacy"], EVERYBODY),
    **dict.fromkeys(["alerts subscribe", "alerts preview", "alerts list"], EVERYBODY),
    "Add as a fact": MODERATORS,
    **{
        f"fact {name}": MODERATORS
        for name in (
            *("add", "deny", "confirm", "source", "show", "edit", "retract", "restore", "merge"),
            *("review", "history", "list", "drafts", "import", "export", "redact", "incoming"),
        )
    },
    **{
        f"desk {name}": MODERATORS
        for name in (
            "setup",
            "moderators",
            "block",
            "unblock",
            "requests",
            "log",
            "report",
            "team",
            "follow",
        )
    },
}
CONTROLS: dict[type[Control], frozenset[Who]] = {
    **dict.fromkeys(ASKING_CONTROLS, EVERYBODY),
    **dict.fromkeys(DESK_CONTROLS, MODERATORS),
    **dict.fromkeys(ALERT_CONTROLS, SUBSCRIBER),
    **dict.fromkeys((Ask, More, ReportButton, Vote, ForgetMe), EVERYBODY),
    Withdraw: SUBSCRIBER,
    **{
        control: EVERYBODY
        for control in ALERT_CONTROLS
        if control.__name__ in ("Follow", "Unfollow", "ListPage", "ListOpen")
        or control.__name__ in ("EventPage", "DigestPage", "DigestOpen")
    },
}
# What the custom ids hold. ``act`` stands for each act of the control. A control whose ids have
# several forms, with and without an optional part or with one of several words, has a row for each.
SAMPLES = {
    "FactPage": "nn1:fact:{fact}:0",
    "Wordings": "nn1:wordings:{fact}",
    "Wordings page": "nn1:wordings:{fact}:0",
    "ShowEveryone": "nn1:everyone:{fact}",
    "PickCandidate": "nn1:pick",
    "DraftControl": "nn1:draft:{draft}:{act}:1",
    "FactControl": "nn1:deskfact:{own}:{act}:1",
    "ProposalControl": "nn1:proposal:{draft}:{act}",
    "SettingsControl": "nn1:setup:{act}",
    "ImportControl": "nn1:import:a1b2c3:leave",
    "MergeControl": "nn1:merge:{own}:{fact}:keep",
    "FactsPage": "nn1:facts:0::\n\n",
    "IncomingPage": "nn1:incoming:0",
    "OlderChanges": "nn1:log::::",
    "OpenChosen": "nn1:open:facts",
    "OpenChosen drafts": "nn1:open:drafts",
    "OpenChosen incoming": "nn1:open:incoming",
    "OpenChosen dismissed": "nn1:open:dismissed",
    "ModalAgain": "nn1:again:add:new::k",
    "Follow": "nn1:follow:{fact}",
    "Unfollow": "nn1:unfollow:{fact}",
    "SubscriptionControl": "nn1:alerts:{subscription}:delete",
    "PauseAWeek": "nn1:week:{subscription}:m",
    "Mute": "nn1:mute:{subscription}:harbour",
    "Mute chosen": "nn1:mute:{subscription}",
    "Choose": "nn1:alertset:{subscription}:when",
    "ListPage": "nn1:alertlist:0",
    "ListOpen": "nn1:alertlist:open",
    "EventPage": "nn1:alert:d1:0:0",
    "DigestPage": "nn1:digest:d1:0",
    "DigestOpen": "nn1:digest:d1:open",
    "Ask": "nn1:ask",
    "Ask checked": "nn1:ask:123",
    "More": "nn1:more:{fact}:found",
    "Vote": "nn1:vote:{fact}:found:yes",
    "Vote no": "nn1:vote:{fact}:found:no",
    "ForgetMe": "nn1:forgetme",
    "FactPage short": "nn1:short:{fact}:0",
    "Cite": "nn1:cite:{fact}",
    "Versions": "nn1:versions:{fact}:0",
    "BrowsePage": "nn1:browse:topic:0",
    "BrowsePage open": "nn1:browse:topic:0:harbour",
    "BrowseBy": "nn1:browseby:topic",
    "OpenListed": "nn1:listed:claim",
    "ReportButton": "nn1:report:{fact}",
    "Withdraw": "nn1:withdraw:1",
    "Withdraw chosen": "nn1:withdraw",
    "QueuePage": "nn1:queue:all:0",
    "OpenRequest": "nn1:queue:open",
    "RequestControl": "nn1:request:1:{act}",
}
# What is chosen in those that are selects.
CHOSEN = {
    "PickCandidate": "{fact}",
    "OpenChosen": "{own}",
    "OpenChosen drafts": "mine:{draft}",
    "OpenChosen incoming": "gone",
    "OpenChosen dismissed": "gone",
    "Mute chosen": "harbour",
    "Withdraw chosen": "1",
    "Choose": "daily",
    "ListOpen": "{subscription}",
    "DigestOpen": "0",
    "DraftControl edit": "response:1",
    "FactControl undo": "2",
    "OpenRequest": "1",
    "OpenListed": "{fact}",
    "SettingsControl lift": "0",
    "SettingsControl strictness": "strict",
}
MODALS: dict[type[Modal], frozenset[Who]] = {
    **dict.fromkeys(DESK_MODALS, MODERATORS),
    **dict.fromkeys(ALERT_MODALS, SUBSCRIBER),
    **dict.fromkeys(READER_MODALS, EVERYBODY),
}
