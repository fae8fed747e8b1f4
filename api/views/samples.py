"""What answers look like in the API's document. Tests hold each against its model."""

from typing import Any

Sample = dict[str, Any]

RUN_ID = "6f1c2f0e-7a55-4d0e-9a4e-0b8f6e8a2d11"
DATASET_ID = "8b7f3c6e-52a1-5d0f-9d5c-3b1c2a9e7f10"
FILE_SHA256 = "9f2feb0f1ef425b292f2f94bdfb1b6e3f0e4b8c0a8f5f0e6c0f6f3d7e2a1b4c5"
EXAMPLES_SHA256 = "4b825dc642cb6eb9a060e54bf8d69288fbee49047f0e8f5a2f3b1c6d7e8f9a0b"

ACCEPTED: Sample = {"id": RUN_ID, "sequence": 42}

TEXTS: Sample = {"texts": ["Requer o pagamento de horas extras e de férias vencidas."]}

PREDICTIONS: Sample = {
    "task": "text-classification",
    "predictions": [
        {
            "answers": [
                {"label": "trabalho", "probability": 0.97, "band": "sure"},
                {"label": "eleitoral", "probability": 0.02, "band": "unsure"},
                {"label": "militar", "probability": 0.01, "band": "unsure"},
            ],
            "given": 1,
            "silence": 0.0,
            "is_cut": False,
            "certainty": 0.97,
            "review": False,
        }
    ],
    "review_threshold": 0.9,
}

PROBLEM: Sample = {
    "type": "urn:afina:problem:run_already_ended",
    "title": "Conflict",
    "status": 409,
    "detail": "Este treino já terminou: concluído.",
    "code": "run_already_ended",
    "params": {"status": "completed"},
}

NEW_RUN: Sample = {
    "dataset_id": DATASET_ID,
    "preset": "equilibrado",
    "hyperparameters": {"epochs": 5, "max_length": 256},
    "name": "Triagem de petições",
}

BASE_MODEL_LIST: Sample = {
    "items": [
        {
            "name": "neuralmind/bert-base-portuguese-cased",
            "is_packaged": False,
            "languages": ["pt"],
            "size_megabytes": 440,
        }
    ]
}

DRAFT: Sample = {
    "id": "2c4e8b9a-6f1d-4a3e-9b57-0d8c1e7f2a34",
    "dataset_id": DATASET_ID,
    "name": "Triagem de petições",
    "preset": "equilibrado",
    "base_model": None,
    "hyperparameters": {"epochs": 5},
    "created_at": "2026-03-02T14:02:11Z",
    "changed_at": "2026-03-02T14:04:40Z",
}

SHARE: Sample = {
    "grantee": "0b8f6e8a2d116f1c2f0e7a554d0e9a4e",
    "name": "Ana",
    "shared_at": "2026-03-02T14:06:31Z",
}

PERSON_NAMED: Sample = {"id": "0b8f6e8a2d116f1c2f0e7a554d0e9a4e", "name": "Ana"}

RUN_CHANGE: Sample = {"name": "Triagem de petições, com a planilha de março"}

CANCELLATION: Sample = {"keep_model": True}

RETRIAL: Sample = {"lighter": True}

AFTERMATH: Sample = {
    "tries": [
        {
            "id": RUN_ID,
            "number": 1,
            "status": "failed",
            "failure": "out_of_memory",
            "lightened": 0,
            "max_length": 512,
            "batch_size": 16,
            "created_at": "2026-03-02T14:02:11Z",
        }
    ],
    "save_point": {"epochs": 3, "worker_name": "sala-12"},
    "stopped_by": None,
}

PROGRESS: Sample = {
    "phase": "training",
    "fraction": 0.43,
    "epoch": 2,
    "epochs": 5,
    "step": 151,
    "steps": 350,
    "train_loss": 0.61,
    "learning_rate": 2.9e-05,
    "examples_per_second": 41.7,
    "seconds_left": 96.0,
    "is_guess": False,
    "updated_at": "2026-03-02T14:06:31Z",
}

RUN_SUMMARY: Sample = {
    "id": RUN_ID,
    "name": "Triagem de petições",
    "status": "running",
    "task": "text-classification",
    "base_model": "e5-small-en-pt",
    "preset": "equilibrado",
    "dataset_id": DATASET_ID,
    "dataset_version": 2,
    "dataset_name": "triagem_juridica",
    "owner_id": "local",
    "owner_name": None,
    "created_at": "2026-03-02T14:05:07Z",
    "started_at": "2026-03-02T14:05:08Z",
    "finished_at": None,
    "attempt": 1,
    "worker_id": "local-1",
    "cancel_requested": False,
    "progress": PROGRESS,
    "best_accuracy": 0.84,
    "best_macro_f1": 0.81,
    "best_score": 0.81,
    "last_sequence": 57,
}

ENVIRONMENT: Sample = {
    "code_version": "0.1.0",
    "python": "3.11.7",
    "torch": "2.13.0",
    "transformers": "5.20.0",
    "cuda": None,
    "device": "cpu",
    "device_name": "Intel Xeon",
    "device_memory_bytes": 16_000_000_000,
    "hostname": "gabinete-3",
    "processor": "Intel Xeon",
    "processors": 8,
    "tokenizers": "0.23.1",
    "numpy": "2.3.4",
    "driver": None,
    "compute_capability": None,
}

FORECAST: Sample = {
    "steps": 30,
    "tokens_per_second": 2310.5,
    "expected_seconds": 172.0,
    "epochs": 5,
    "peak_memory_bytes": 2_400_000_000,
    "token_budget": 4096,
    "precision": "fp32",
    "threads": 8,
    "processes": 1,
    "deterministic": False,
}

ALERT: Sample = {
    "entity": "run",
    "run_id": RUN_ID,
    "run_name": "Triagem de petições",
    "worker_id": None,
    "code": "no_progress",
    "params": {"worker": "sala-12", "silent_seconds": 900},
    "topic": "Sem avanço",
    "sentence": "O treino não avança há 15 min na máquina “sala-12”. "
    "Se continuar assim, ele recomeça do último ponto salvo. Confira a máquina.",
    "raised_at": "2026-03-14T12:40:00Z",
    "closed_at": None,
}

RUN_DETAILS: Sample = {
    **RUN_SUMMARY,
    "hyperparameters": {"epochs": 5, "batch_size": 16, "max_length": 256, "seed": 42},
    "dataset_sha256": FILE_SHA256,
    "examples_sha256": EXAMPLES_SHA256,
    "environment": ENVIRONMENT,
    "forecast": FORECAST,
    "took_ratio": None,
    "model": None,
    "failure": None,
    "reproduces": None,
    "retries": None,
    "lightened": 0,
    "lighter": None,
    "last_event_id": 57,
    "queue_position": None,
    "alerts": [],
}

RUN_METRICS: Sample = {
    "epochs": [
        {
            "epoch": 1,
            "step": 70,
            "train_loss": 1.12,
            "validation_loss": 0.74,
            "train_accuracy": 0.63,
            "validation_accuracy": 0.84,
            "macro_f1": 0.81,
            "weighted_f1": 0.84,
            "score": 0.81,
            "learning_rate": 4e-05,
            "seconds": 27.4,
            "examples_per_second": 40.9,
            "is_best": True,
        }
    ],
    "final": None,
}

MISTAKES: Sample = {
    "items": [
        {
            "row": 12,
            "actual": ["penal"],
            "predicted": ["cível"],
            "probability": 0.93,
            "cells": {"text": "Recurso contra a condenação", "label": "penal"},
        }
    ],
    "total": 7,
    "may_correct": True,
}

CORRECTIONS: Sample = {
    "items": [
        {"row": 12, "label": "cível", "noted_at": "2026-03-02T15:06:31Z"},
        {"row": 40, "label": None, "noted_at": "2026-03-02T15:07:02Z"},
    ]
}

NEW_CORRECTION: Sample = {"label": "cível"}

NEW_ESTIMATE: Sample = {"dataset_id": DATASET_ID, "hyperparameters": {"max_length": 256}}

ESTIMATES: Sample = {
    "dataset_id": DATASET_ID,
    "dataset_version": 2,
    "base_model": "e5-small-en-pt",
    "tokens": 181_000,
    "tokens_exact": True,
    "presets": [
        {
            "preset": "equilibrado",
            "epochs": 10,
            "fewest_epochs": 4,
            "workers": [
                {
                    "worker_id": "local-1",
                    "worker_name": "gabinete-3",
                    "device_name": "NVIDIA RTX 4070",
                    "basis": "own_runs",
                    "runs": 3,
                    "low_seconds": 96.0,
                    "high_seconds": 375.0,
                    "sentence": "De 2 min a 6 min, pelos treinos anteriores neste computador (3)."
                    " O tempo maior é o de todas as rodadas (10); pode parar antes.",
                }
            ],
        }
    ],
}

REPRODUCTION: Sample = {
    "run_id": RUN_ID,
    "original_id": "0d4e8d1c-93e7-4c55-8b4e-1f1f0a6f7c20",
    "outcome": "different",
    "sentence": "O resultado não é o mesmo de antes. Veja abaixo o que mudou.",
    "weights_identical": False,
    "metrics_identical": False,
    "circumstances": [
        {
            "field": "torch",
            "before": "2.12.1",
            "after": "2.13.0",
            "sentence": "A versão do PyTorch mudou: antes “2.12.1”, agora “2.13.0”.",
        }
    ],
    "figures": [{"field": "accuracy", "before": 0.84, "after": 0.83, "sentence": None}],
}

RUN_LOG_LINE: Sample = {
    "at": "2026-03-02T14:05:36Z",
    "level": "info",
    "text": "Epoch 1 of 10: loss 1.1200, held out 0.7400, accuracy 0.840, score 0.810 (best)",
    "attempt": 1,
}

WORKER: Sample = {
    "id": "local-1",
    "name": "gabinete-3",
    "pool": "default",
    "status": "online",
    "registered_at": "2026-03-01T09:00:00Z",
    "heard_at": "2026-03-02T14:06:30Z",
    "paused": False,
    "busy": True,
    "run_id": RUN_ID,
    "run_name": "Triagem de petições",
    "device": "cuda",
    "device_name": "NVIDIA RTX 4070",
    "device_memory_bytes": 12_878_610_432,
    "memory_used_bytes": 4_120_000_000,
    "utilisation": 0.93,
    "temperature_celsius": 67.0,
    "processor_utilisation": 0.31,
    "disk_used_bytes": 182_000_000_000,
    "disk_bytes": 500_000_000_000,
    "version": "0.1.0",
}

QUEUE_STATUS: Sample = {
    "pools": [{"pool": "default", "queued": 2, "running": 1}],
    "queued": 2,
    "running": 1,
    "workers_online": 1,
}

AUDIT_LINE: Sample = {
    "sequence": 42,
    "at": "2026-03-02T14:05:07Z",
    "type": "run.requested.v1",
    "sentence": "Ana Souza criou o treino “Triagem” com a planilha “Petições”.",
    "actor_kind": "user",
    "actor_id": "local",
    "actor_name": "Ana Souza",
    "address": "10.0.0.7",
    "entity": "run",
    "entity_id": RUN_ID,
    "entity_name": "Triagem",
    "owner_id": "local",
    "details": {"pool": "default"},
}

SEAL: Sample = {
    "seal": f"42:{FILE_SHA256}",
    "sequence": 42,
    "sealed_at": "2026-03-02T14:06:07Z",
}

MODEL: Sample = {
    "id": RUN_ID,
    "name": "Triagem de petições",
    "task": "text-classification",
    "labels": ["Apelação", "Contestação", "Petição inicial"],
    "multi_label": False,
    "base_model": "e5-small-en-pt",
    "exam": {"rate": 0.87, "examples": 316},
    "owner_id": "local",
    "owner_name": None,
    "dataset_id": DATASET_ID,
    "dataset_version": 1,
    "dataset_name": "Petições",
    "examples": 1580,
    "trained_at": "2026-03-02T14:21:40Z",
    "last_used_at": "2026-03-03T09:10:00Z",
    "machine": {"id": "gpu-1", "name": "Computador da sala 3", "status": "online"},
    "size_bytes": 471_859_200,
    "review_threshold": 0.9,
    "archived_at": None,
    "deletion_requested_at": None,
    "deleted_at": None,
}

CLASSIFICATION: Sample = {
    "id": "0b5f6a3e-1c7d-4f0a-8e55-6d2b9c4a7f31",
    "run_id": RUN_ID,
    "status": "running",
    "owner_id": "local",
    "filename": "recebidas-em-marco.xlsx",
    "text_column": "teor",
    "dataset_id": None,
    "rows": 1200,
    "rows_answered": 512,
    "queue_position": None,
    "failure": None,
    "created_at": "2026-03-03T09:12:31Z",
    "started_at": "2026-03-03T09:12:33Z",
    "finished_at": None,
    "last_sequence": 57,
}
