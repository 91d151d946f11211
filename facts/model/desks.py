"""Desks: the people who may change a set of facts, and whose facts a reader sees.

A desk is named by a short string. The starter facts and the newsroom that runs the bot have names
of their own; every other desk is named by its front end (the Discord side uses the server's id).
"""

from typing import NewType

DeskId = NewType("DeskId", str)

STARTER = DeskId("starter")
HOME = DeskId("home")


def visible_desks(own: DeskId | None) -> frozenset[DeskId]:
    """The desks whose facts a reader of desk ``own`` sees; ``None`` where no desk is at home."""
    shared = frozenset({STARTER, HOME})
    return shared if own is None else shared | {own}
