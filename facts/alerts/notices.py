"""Notices: what an owner must hear by another way, because alerts cannot reach them."""

from pydantic import AwareDatetime, BaseModel, ConfigDict

from facts.model import DeskId


class Notice(BaseModel):
    """That alerts at a place stopped, for an owner and, of a shared place, for the desk's log."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    owner: str
    desk: DeskId | None
    where: str
    sentence: str
    at: AwareDatetime
