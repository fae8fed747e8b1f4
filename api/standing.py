"""What an administrator has set, as every process knows it: at most five seconds old.

What nobody has set is as the environment says.
"""

from collections.abc import Callable
from time import perf_counter

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from api.commands.rules import Rules
from infra import logging, policies
from infra.settings import Settings
from schemas import presets
from schemas.hyperparameters import PRESETS, Preset
from schemas.limits import LIMITS, Limits
from schemas.presets import PresetValue

log = logging.get(__name__)

FRESH_SECONDS = 5.0


class Standing:
    """The rules in force."""

    def __init__(
        self, engine: AsyncEngine, settings: Settings, clock: Callable[[], float] = perf_counter
    ) -> None:
        self._engine = engine
        self._defaults = settings.limits
        self._clock = clock
        self._rules: Rules | None = None
        self._read_at = 0.0

    @property
    def defaults(self) -> Limits:
        """The limits that hold where nobody has set others."""
        return self._defaults

    async def rules(self) -> Rules:
        """Those in force; while the database is away, those that were when it was there."""
        if self._rules is not None and self._clock() - self._read_at < FRESH_SECONDS:
            return self._rules
        try:
            self._rules = await self._read()
        except SQLAlchemyError as error:
            if self._rules is None:
                raise
            log.warning("rules not read, the last known hold", error=str(error).splitlines()[0])
        self._read_at = self._clock()
        return self._rules

    def changed(self) -> None:
        """Forget what is known: somebody has just set something else."""
        self._rules = None

    async def _read(self) -> Rules:
        names = {presets.setting(preset): preset for preset in Preset}
        async with self._engine.connect() as tx:
            found = await policies.values(tx, [LIMITS, *names])
        limits = self._defaults.model_dump() | found.get(LIMITS, {})
        chosen = {
            preset: PresetValue.model_validate(found[name]).hyperparameters
            for name, preset in names.items()
            if found.get(name)
        }
        return Rules(limits=Limits.model_validate(limits), presets={**PRESETS, **chosen})
