"""From gradients to new weights: AdamW, the learning rate's rise and fall, and the loss scale."""

from collections import defaultdict
from math import cos, pi
from typing import Any, assert_never

import torch
from torch import nn

from schemas.hyperparameters import Hyperparameters, Precision, Schedule
from worker.training import depth
from worker.training.failures import UpdateTornError

MAX_GRADIENT_NORM = 1.0


def rate_factor(step: int, warmup_steps: int, total_steps: int, schedule: Schedule) -> float:
    """What the learning rate is multiplied by at ``step``, from 1: linear up, then as scheduled.

    The first step already learns, and so does the last.
    """
    if step <= warmup_steps:
        return step / warmup_steps
    left = (total_steps - step + 1) / (total_steps - warmup_steps)
    match schedule:
        case Schedule.LINEAR:
            return left
        case Schedule.COSINE:
            return (1 - cos(pi * left)) / 2
        case Schedule.CONSTANT:
            return 1.0
    assert_never(schedule)


def parameter_groups(
    model: nn.Module, weight_decay: float, layer_decay: float = 1.0
) -> list[dict[str, Any]]:
    """All trained parameters: matrices decay, biases and the scales of normalisations don't.

    Each group's ``share`` is what its learning rate is multiplied by.
    """
    members: dict[tuple[int, bool], list[nn.Parameter]] = defaultdict(list)
    heights = depth.heights(model) if layer_decay < 1 else {}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            members[heights.get(name, 0), parameter.ndim > 1].append(parameter)
    return [
        {
            "params": parameters,
            "weight_decay": weight_decay if is_matrix else 0.0,
            "share": layer_decay**below,
        }
        for (below, is_matrix), parameters in members.items()
    ]


class Updater:
    """Applies the gradients of one optimizer step after the other; its state can be kept."""

    def __init__(
        self,
        model: nn.Module,
        hyperparameters: Hyperparameters,
        *,
        total_steps: int,
        precision: Precision,
    ) -> None:
        groups = parameter_groups(model, hyperparameters.weight_decay, hyperparameters.layer_decay)
        self._parameters = [parameter for group in groups for parameter in group["params"]]
        self._peak_rate = hyperparameters.learning_rate
        self._warmup_steps = min(hyperparameters.warmup_steps, total_steps)
        self._total_steps = total_steps
        self._schedule = hyperparameters.schedule
        self._optimizer = torch.optim.AdamW(groups, lr=self._peak_rate, fused=True)
        self._scaler = torch.amp.GradScaler(enabled=precision is Precision.FP16)

    @property
    def parameters(self) -> list[nn.Parameter]:
        """All that are trained."""
        return self._parameters

    def learning_rate(self, step: int) -> float:
        """The rate of ``step``, from 1, in the uppermost layer."""
        return self._peak_rate * rate_factor(
            step, self._warmup_steps, self._total_steps, self._schedule
        )

    def allocate(self) -> None:
        """Have all that the optimizer remembers in memory before the first step; changes nothing.

        Else the first step could run out of memory when some weights have changed already. A step
        of no gradient at no rate allocates; it is not counted.
        """
        if self._optimizer.state:
            return
        for group in self._optimizer.param_groups:
            group["lr"] = 0.0
        for parameter in self._parameters:
            parameter.grad = torch.zeros_like(parameter)
        self._optimizer.step()
        for state in self._optimizer.state.values():
            state["step"].zero_()
        self.forget()

    def backward(self, loss: torch.Tensor) -> None:
        """Add the gradients of ``loss`` to those already there."""
        scaled: torch.Tensor = self._scaler.scale(loss)
        scaled.backward()

    def update(self, step: int) -> None:
        """Change the weights by the gradients, as step number ``step``, then forget these.

        Raises:
            UpdateTornError: it failed when some weights had changed already.
        """
        for group in self._optimizer.param_groups:
            group["lr"] = self.learning_rate(step) * group["share"]
        self._clip()
        try:
            self._scaler.step(self._optimizer)
        except Exception as error:
            if self._is_torn():
                raise UpdateTornError(str(error)) from error
            raise
        self._scaler.update()
        self.forget()

    def _clip(self) -> None:
        """Have gradients of too large a norm made smaller: by AdamW in passing, if it may.

        Its fused step divides by ``grad_scale``, which spares going over all gradients once more.
        """
        if self._scaler.is_enabled():
            self._scaler.unscale_(self._optimizer)
            nn.utils.clip_grad_norm_(self._parameters, MAX_GRADIENT_NORM)
            return
        gradients = [p.grad for p in self._parameters if p.grad is not None]
        excess = nn.utils.get_total_norm(gradients) / MAX_GRADIENT_NORM
        self._optimizer.grad_scale = excess.clamp(min=1)  # pyright: ignore[reportAttributeAccessIssue]

    def abandon(self) -> None:
        """Drop all gradients of an update that failed, and that they were unscaled already."""
        scale = self._scaler.state_dict()
        self._scaler = torch.amp.GradScaler(enabled=self._scaler.is_enabled())
        self._scaler.load_state_dict(scale)
        self.forget()

    def forget(self) -> None:
        """Drop all gradients."""
        self._optimizer.zero_grad(set_to_none=True)

    def _is_torn(self) -> bool:
        """Whether some weights have been through one update more than others."""
        counts = {float(state["step"]) for state in self._optimizer.state.values()}
        return len(counts) > 1

    def state_dict(self) -> dict[str, Any]:
        return {"optimizer": self._optimizer.state_dict(), "scaler": self._scaler.state_dict()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self._optimizer.load_state_dict(state["optimizer"])
        self._scaler.load_state_dict(state["scaler"])
