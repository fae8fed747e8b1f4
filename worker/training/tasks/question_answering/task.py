"""Question answering as the loop and the session see it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - the name that all of torch's users know
from numpy.typing import NDArray

from schemas.metrics import QuestionAnsweringReport
from worker.messages import Job
from worker.training import examples as file
from worker.training import interval
from worker.training.batches import Batch, Rows
from worker.training.examples import Source
from worker.training.loop import Answers, Exam, Losses
from worker.training.tasks.lesson import Outcome, Taught
from worker.training.tasks.question_answering import baseline, data, metrics, model, spans
from worker.training.tasks.question_answering.data import Encoded
from worker.training.tasks.question_answering.metrics import NO_ANSWER, Language, Mark
from worker.training.tasks.question_answering.spans import Candidates

NEUTRAL = 0.0
"""The threshold where no held-out question could show a better one."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """How the held-out questions were answered, in their order."""

    marks: list[Mark]
    silent: list[bool]
    """Whether the model said that there is no answer."""
    sure: NDArray[np.float64]
    """The probability of each reply, among all that was thought of."""
    threshold: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAnswering(Taught[Encoded]):
    """A reader and its questions."""

    language: Language
    may_be_silent: bool
    """Whether some of the questions have no answer."""
    longest: int
    """Tokens of an answer at most."""
    smoothing: float

    def weight(self, rows: Rows) -> float:
        return float(len(rows))

    def asked(self, rows: Rows) -> int:
        return len(rows)

    def losses(self, batch: Batch) -> Losses:
        logits = self._logits(batch)
        total = metrics.summed_loss(logits, batch.targets, self.smoothing)
        return Losses(total, hits=(logits.argmax(dim=1) == batch.targets).all(dim=-1).sum())

    def answers(self, batch: Batch) -> torch.Tensor:
        """The logits of every token, ``(token, 2)``: for being the answer's first and its last."""
        logits = self._logits(batch)
        mask = batch.inputs.get("attention_mask")
        return logits.flatten(0, 1) if mask is None else logits[mask.bool()]

    def mark(self, answers: Answers) -> Exam:
        judged = self._judge(answers)
        f1 = metrics.mean([one.f1 for one in judged.marks])
        return Exam(
            loss=self._mean_loss(answers),
            accuracy=metrics.mean([one.exact for one in judged.marks]),
            macro_f1=f1,
            weighted_f1=f1,
            score=f1,
        )

    def report(self, answers: Answers, outcome: Outcome) -> QuestionAnsweringReport:
        exam, judged = self.mark(answers), self._judge(answers)
        asked = self.held_out.questions
        unanswerable = [not one.answers for one in asked]
        return QuestionAnsweringReport(
            **outcome.told(),
            exact_match=exam.accuracy,
            f1=exam.score,
            language=self.language,
            types=metrics.by_type([one.type for one in asked], judged.marks),
            unanswerable_examples=sum(unanswerable),
            unanswerable_right=int(np.sum(np.logical_and(unanswerable, judged.silent))),
            no_answer_threshold=judged.threshold,
            validation_loss=exam.loss,
            train_examples=len(self.training.questions),
            validation_examples=len(asked),
            **self._doubts(judged),
        )

    def _doubts(self, judged: Judgement) -> dict[str, Any]:
        """How far the figures can be trusted, for the report."""
        shares = np.array([one.f1 for one in judged.marks])
        return {
            "interval": interval.of_mean(shares, self.source.seed),
            "baseline": baseline.measure(self.source, self.language),
            "hardest": metrics.surest_mistakes(
                self.held_out.questions,
                judged.marks,
                judged.silent,
                judged.sure,
                self.source.sheet_rows(),
            ),
        }

    def save(self, folder: Path, answers: Answers) -> None:
        threshold = self._judge(answers).threshold
        self.network.model.config.update(
            {"longest_answer_tokens": self.longest, "no_answer_threshold": threshold}
        )
        self.network.save(folder)

    def _logits(self, batch: Batch) -> torch.Tensor:
        """``(batch, sequence, 2)``; padding can be no answer."""
        outputs = self.network.model(**batch.inputs)
        logits = torch.stack([outputs.start_logits, outputs.end_logits], dim=-1).float()
        mask = batch.inputs.get("attention_mask")
        if mask is None:
            return logits
        return logits.masked_fill(mask[:, :, None] == 0, torch.finfo(logits.dtype).min)

    def _judge(self, answers: Answers) -> Judgement:
        asked = self.held_out.questions
        windows = [self.held_out.windows[row] for row in answers.rows]
        logits = (outputs.double().numpy() for outputs in self._by_window(answers))
        found = spans.gather(windows, logits, len(asked), self.longest)
        given, unsaid = (
            [
                metrics.mark(text, [right.text for right in one.answers], self.language)
                for one, text in zip(asked, texts, strict=True)
            ]
            for texts in (self._texts(found), [NO_ANSWER] * len(asked))
        )
        threshold = self._threshold(found, given, unsaid)
        silent = [threshold is not None and one.lead > threshold for one in found]
        chosen = zip(silent, given, unsaid, strict=True)
        marks = [nothing if is_silent else one for is_silent, one, nothing in chosen]
        return Judgement(marks, silent, self._sureness(found, silent, threshold), threshold)

    def _sureness(
        self, found: list[Candidates], silent: list[bool], threshold: float | None
    ) -> NDArray[np.float64]:
        """The probability of each reply; 0 where no token of the text was read."""
        replies = zip((one.shares(threshold) for one in found), silent, strict=True)
        sure = (shares[-1:] if is_silent else shares[:1] for shares, is_silent in replies)
        return np.array([share.sum() for share in sure])

    def _texts(self, found: list[Candidates]) -> list[str]:
        """The best answer to each held-out question."""
        pairs = zip(self.held_out.questions, found, strict=True)
        return [one.best_text(question.context) for question, one in pairs]

    def _threshold(
        self, found: list[Candidates], given: list[Mark], unsaid: list[Mark]
    ) -> float | None:
        if not self.may_be_silent:
            return None
        if all(one.answers for one in self.held_out.questions):
            return NEUTRAL
        return metrics.best_threshold(
            np.array([one.lead for one in found]),
            np.array([one.f1 for one in given]),
            np.array([one.f1 for one in unsaid]),
        )

    def _mean_loss(self, answers: Answers) -> float:
        """Of the windows, in nats."""
        targets = torch.from_numpy(self.held_out.targets[answers.rows])
        losses = [
            F.cross_entropy(outputs.double().T, target)
            for outputs, target in zip(self._by_window(answers), targets, strict=True)
        ]
        return float(torch.stack(losses).mean())

    def _by_window(self, answers: Answers) -> Iterator[torch.Tensor]:
        """Each window's logits, ``(token, 2)``, in the order of the answers' rows."""
        yield from answers.outputs.split(self.held_out.lengths[answers.rows].tolist())


def prepare(job: Job, device: torch.device, log: Callable[[str], None]) -> QuestionAnswering:
    """Everything that a session of question answering needs.

    Raises:
        TrainingError: the examples or the base model cannot be used.
    """
    chosen = job.hyperparameters
    examples = data.read(job.examples)
    split = data.divide(examples, share=chosen.train_split, seed=chosen.seed)
    log(f"{len(examples.questions)} questions: {file.describe(split)}")
    network = model.build(job, device)
    training, held_out = (
        data.encode([examples.questions[row] for row in rows], network.tokenizer, network.kept)
        for rows in (split.training, split.held_out)
    )
    log(network.describe(job.base_model, training.lengths))
    network.centre([one.tokens for one in training.windows], training.lengths, chosen.seed)
    return QuestionAnswering(
        network=network,
        training=training,
        held_out=held_out,
        language=metrics.language_of({one.context for one in training.questions}),
        may_be_silent=examples.has_unanswerable,
        source=Source(job.examples, split, chosen.seed),
        smoothing=chosen.label_smoothing,
        longest=max(spans.USUAL_LONGEST, data.longest_answer(training)),
    )
