"""The modals of the desk, one class each: its fields, how they are parsed, and its use-case."""

from bot.desk.forms.add_fact import AddFact
from bot.desk.forms.claim import EditClaim, EditSpeaker, EditTopics, EditVerdict, EditWordings
from bot.desk.forms.publish_modals import PublishAt, PublishCorrection, RetractFact, ReturnProposal
from bot.desk.forms.request_modals import (
    AnswerWithClaim,
    DeclineRequest,
    ReplyToReport,
    SameRequest,
)
from bot.desk.forms.response import AddResponse, EditResponder, EditResponse, RespondToFact
from bot.desk.forms.settings_modals import EditDeskTopics, EditHowWeCheck, EditRequests
from bot.desk.forms.source import (
    CiteFact,
    EditSource,
    EditSourceDetails,
    GiveArticle,
    SourceFromArticle,
)

MODALS = (
    AddFact,
    AddResponse,
    AnswerWithClaim,
    CiteFact,
    DeclineRequest,
    EditClaim,
    EditDeskTopics,
    EditHowWeCheck,
    EditResponder,
    EditRequests,
    EditResponse,
    EditSource,
    EditSourceDetails,
    EditSpeaker,
    EditTopics,
    EditVerdict,
    EditWordings,
    GiveArticle,
    PublishAt,
    PublishCorrection,
    ReplyToReport,
    RespondToFact,
    RetractFact,
    ReturnProposal,
    SameRequest,
    SourceFromArticle,
)
