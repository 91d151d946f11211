"""The modals of the desk, one class each: its fields, how they are parsed, and its use-case."""

from bot.desk.forms import (
    claim,
    publish_modals,
    request_modals,
    response,
    settings_modals,
    source,
)
from bot.desk.forms.add_fact import AddFact

MODALS = (
    AddFact,
    *claim.MODALS,
    *source.MODALS,
    *response.MODALS,
    *publish_modals.MODALS,
    *request_modals.MODALS,
    *settings_modals.MODALS,
)
