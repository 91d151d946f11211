"""The forms of the desk. One class is one form: what it asks for, how it is read, what it does."""

from bot.desk.forms.add_fact import AddFact
from bot.desk.forms.article import GiveArticle
from bot.desk.forms.claim import EditClaim, EditSpeaker
from bot.desk.forms.public_pages import EditHowWeCheck
from bot.desk.forms.publish_at import PublishAt
from bot.desk.forms.reasons import PublishCorrection, RetractFact, ReturnProposal
from bot.desk.forms.requests import EditRequests
from bot.desk.forms.response import AddResponse, EditResponder, EditResponse, RespondToFact
from bot.desk.forms.source import CiteFact, EditSource, EditSourceDetails, SourceFromArticle
from bot.desk.forms.topics import EditDeskTopics, EditTopics, EditWordings
from bot.desk.forms.verdict import EditVerdict

FORMS = (
    AddFact,
    AddResponse,
    CiteFact,
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
    RespondToFact,
    RetractFact,
    ReturnProposal,
    SourceFromArticle,
)
