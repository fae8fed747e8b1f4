"""The read model that was in use before: kept for a while, in case it is wanted back."""

from dataclasses import dataclass

from consumers import inventory, replay
from consumers.inventory import Role
from consumers.replay import ReplayRefusedError
from consumers.retention.rule import Moment, Thing, removed, summed
from infra.settings import Settings
from schemas.retention import Found, Removed, RetentionKind


@dataclass(frozen=True, slots=True)
class ReadModelsRule:
    """The previous model, once it was not used for so many days."""

    settings: Settings
    kind: RetentionKind = RetentionKind.READ_MODELS

    async def found(self, moment: Moment) -> Found:
        """One at most."""
        return summed(self.kind, await self._due(moment))

    async def remove(self, moment: Moment) -> Removed:
        """Unless a replay is at work."""
        due = await self._due(moment)
        try:
            if due:
                await replay.drop(self.settings)
        except ReplayRefusedError:
            return removed(self.kind, [], failed=len(due))
        return removed(self.kind, due)

    async def _due(self, moment: Moment) -> list[Thing]:
        taken = await inventory.take(self.settings.database_url)
        previous = [model for model in taken.models if model.role is Role.PREVIOUS]
        built = [model.built.built_at for model in taken.models if model.built]
        since = max((at for at in built if at), default=moment.now)
        if since >= moment.before(moment.policy.read_models_days):
            return []
        return [Thing(since, model.role.value, model.size_bytes) for model in previous]
