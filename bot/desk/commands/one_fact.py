"""/fact edit, retract, restore, redact, merge, review, history and show."""

from discord import app_commands
from discord.ext import commands

from bot.desk import fact_acts
from bot.desk.commands.fact_option import NamedFact
from bot.desk.desk_replies import Card, Reply
from bot.desk.forms.publish_modals import RETRACTED
from bot.desk.services import DeskServices, Press, moderators_command
from bot.rendering.desk.fact_card import merge_layout
from facts.model import Member

_WHICH = "A few words of the claim, or its number"


class ChangingCommands(commands.Cog):
    """The /fact commands that change or show one fact."""

    _services: DeskServices

    async def _press(self, member: Member, named: str) -> Press:
        """What a button on the card of the fact that ``named`` (a citation or words) finds gets."""
        fact = await self._services.desk.changing.fact(member, named)
        return Press(member, str(fact.id))

    @app_commands.command()
    @app_commands.describe(fact=_WHICH)
    @moderators_command
    async def show(self, member: Member, fact: NamedFact) -> Reply:
        """Show a fact with everything you can do to it."""
        return await fact_acts.show(self._services, member, fact)

    @app_commands.command()
    @app_commands.describe(fact=_WHICH)
    @moderators_command
    async def edit(self, member: Member, fact: NamedFact) -> Reply:
        """Change a fact."""
        return await fact_acts.edit(self._services, await self._press(member, fact))

    @app_commands.command()
    @app_commands.describe(
        fact=_WHICH,
        reason="Why; readers see this above the claim",
        emergency="Publish now, without second approval",
    )
    @moderators_command
    async def retract(
        self, member: Member, *, fact: NamedFact, reason: str, emergency: bool = False
    ) -> Reply:
        """Retract a fact; readers see why."""
        changing = self._services.desk.changing
        found = await changing.fact(member, fact)
        outcome = await changing.retract(member, found.id, reason, emergency=emergency)
        return await self._services.cards.outcome(member, outcome, RETRACTED)

    @app_commands.command()
    @app_commands.describe(
        fact=_WHICH,
        text="The exact text to remove; leave empty to review a request",
        reason="Why; readers will see it",
    )
    @moderators_command
    async def redact(
        self,
        member: Member,
        fact: NamedFact,
        text: app_commands.Range[str, 3, 2000] | None = None,
        reason: app_commands.Range[str, 1, 500] | None = None,
    ) -> Reply:
        """Remove a text from every revision, with a second moderator’s approval."""
        press = await self._press(member, fact)
        if text is None:
            return await fact_acts.pending_redaction(self._services, press)
        return await fact_acts.request_redaction(self._services, press, text, reason or "")

    @app_commands.command()
    @app_commands.describe(fact=_WHICH, reason="Why; shown in the log only")
    @moderators_command
    async def restore(self, member: Member, fact: NamedFact, reason: str | None = None) -> Reply:
        """Restore a retracted fact."""
        press = await self._press(member, fact)
        return await fact_acts.restore(self._services, press, reason or "")

    @app_commands.command()
    @app_commands.describe(
        keep="The fact to keep: a few words of it, or its number",
        other="The fact to merge into it",
    )
    @moderators_command
    async def merge(self, member: Member, keep: NamedFact, other: NamedFact) -> Reply:
        """Merge two facts about the same claim."""
        desk = self._services.desk
        survivor = await desk.changing.fact(member, keep)
        merged = await desk.changing.fact(member, other)
        united = await desk.merging.preview(member, survivor.id, merged.id)
        return Card(merge_layout(united, survivor.id, merged))

    @app_commands.command()
    @app_commands.describe(fact=_WHICH, again="When to check again: in 6 months, 2027-01")
    @moderators_command
    async def review(self, member: Member, fact: NamedFact, again: str | None = None) -> Reply:
        """Mark a fact as checked today."""
        press = await self._press(member, fact)
        return await fact_acts.review(self._services, press, again or "")

    @app_commands.command()
    @app_commands.describe(fact=_WHICH)
    @moderators_command
    async def history(self, member: Member, fact: NamedFact) -> Reply:
        """See what changed, and undo it."""
        return await fact_acts.history(self._services, await self._press(member, fact))
