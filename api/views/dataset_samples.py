"""What answers about datasets look like in the API's document. Tests hold each to its model."""

from api.views.samples import DATASET_ID, EXAMPLES_SHA256, FILE_SHA256, RUN_ID, Sample

LEFT_OUT_SHA256 = "0a3b59c2a1b7f0d8e4c6b5a49382716f5e4d3c2b1a09f8e7d6c5b4a392817065"
REPORT_SHA256 = "7d1a54127b222502f5b79b5fb0803061152a44f92b37e23c6527baf665d4da9a"

LABELS = [
    {"label": "petição inicial", "examples": 612},
    {"label": "sentença", "examples": 388},
]
SUMMARY: Sample = {"score": 92, "strong": 0, "warnings": 1, "notes": 2}
MERGE: Sample = {"op": "merge_labels", "labels": ["sentenca"], "into": "sentença"}
STEP: Sample = {"step": MERGE, "sentence": "Juntar “sentenca” em “sentença”."}
EXAMPLE: Sample = {
    "row": 2,
    "cells": {"text": "Excelentíssimo Senhor Juiz…", "label": "petição inicial"},
}
DISTRIBUTION: Sample = {
    "edges": [0, 500, 1000, 5000],
    "counts": [210, 450, 340],
    "mean": 843.2,
    "median": 790,
    "largest": 4102,
}

QUALITY: Sample = {
    "score": 92,
    "parts": [{"code": "similar_labels", "points": 8.0}],
    "findings": [
        {
            "code": "similar_labels",
            "severity": "warning",
            "sentence": "Algumas categorias parecem ser a mesma. Junte-as se forem.",
            "params": {"groups": 1},
            "examples": [{"row": 40, "text": "Vistos. Trata-se de…", "answer": "sentenca"}],
            "actions": [STEP | {"rows": 12, "recommended": True}],
        }
    ],
    "characters": DISTRIBUTION,
    "tokens": {
        "base_model": "e5-small-en-pt",
        "exact": True,
        "counted": 1000,
        "lengths": DISTRIBUTION,
        "cuts": [{"max_length": 512, "texts": 31, "tokens_share": 0.04}],
    },
}

VERSION_REPORT: Sample = {**QUALITY, "version": 1, "hindrance": None}

_COUNTS: Sample = {
    "rows_total": 1002,
    "rows_used": 1000,
    "rows_left_out": 2,
    "examples": 1000,
    "labels": LABELS,
}
_CONTENTS: Sample = {
    **_COUNTS,
    "quality": SUMMARY,
    "examples_sha256": EXAMPLES_SHA256,
    "examples_size_bytes": 171_220,
    "created_at": "2026-03-02T14:04:51Z",
}

DATASET: Sample = {
    **_CONTENTS,
    "id": DATASET_ID,
    "owner_id": "local",
    "owner_name": None,
    "name": "triagem_juridica",
    "filename": "triagem_juridica.xlsx",
    "file_sha256": FILE_SHA256,
    "size_bytes": 412_339,
    "task": "text-classification",
    "reading": {"task": "text-classification", "columns": {"text": "texto", "label": "tipo"}},
    "version": 2,
    "runs": {"count": 1},
    "models": [{"run_id": RUN_ID, "name": "Triagem de petições", "version": 2, "accuracy": 0.87}],
    "last_sequence": 44,
}

DATASET_VERSION: Sample = {
    **_CONTENTS,
    "version": 2,
    "recipe": [STEP],
    "weigh_classes": False,
    "left_out_sha256": LEFT_OUT_SHA256,
    "report_sha256": REPORT_SHA256,
    "used_by": [{"run_id": RUN_ID, "name": "Triagem de petições", "status": "completed"}],
}

DATASET_DETAILS: Sample = {**DATASET, "versions": [DATASET_VERSION]}

EXAMPLE_PAGE: Sample = {"version": 2, "items": [EXAMPLE], "total": 1000}

DATASET_REPORT: Sample = {
    **_COUNTS,
    "filename": "triagem_juridica.xlsx",
    "file_sha256": FILE_SHA256,
    "size_bytes": 412_339,
    "task": "text-classification",
    "sheet": "Planilha1",
    "sheets": [],
    "label_separator": None,
    "form": None,
    "reading": {
        "text": {"name": "texto", "letter": "A", "confidence": 0.97},
        "label": {"name": "tipo", "letter": "B", "confidence": 0.92},
    },
    "columns": [
        {
            "name": "texto",
            "letter": "A",
            "filled": 1001,
            "mean_characters": 843.2,
            "samples": ["Excelentíssimo Senhor Juiz…"],
        },
        {
            "name": "tipo",
            "letter": "B",
            "filled": 1001,
            "mean_characters": 11.4,
            "samples": ["petição inicial", "sentença"],
        },
    ],
    "left_out": [
        {
            "code": "text_empty",
            "sentence": "O texto está vazio.",
            "row": 17,
            "column": "texto",
            "params": {},
        }
    ],
    "left_out_counts": [{"code": "text_empty", "rows": 2}],
    "sample": [EXAMPLE],
    "quality": QUALITY,
    "examples_sha256": EXAMPLES_SHA256,
    "examples_size_bytes": 171_220,
}

UPLOADED_DATASET: Sample = {
    **DATASET_REPORT,
    "id": DATASET_ID,
    "sequence": 41,
    "name": "triagem_juridica",
    "version": 1,
}

SAMPLE_LIST: Sample = {
    "items": [
        {
            "name": "manifestacoes",
            "filename": "manifestacoes.xlsx",
            "task": "text-classification",
            "language": "pt",
            "rows": 506,
            "labels": 5,
            "size_bytes": 34_112,
        }
    ]
}

FILE_COLUMNS: Sample = {"columns": DATASET_REPORT["columns"], "sheets": []}
NEW_READING: Sample = {"columns": {"text": "texto", "label": "tipo"}}

UPLOAD_PROGRESS: Sample = {"stage": "reading", "fraction": 0.4, "sentence": "Lendo as linhas"}

TRIAL: Sample = {"recipe": [MERGE, {"op": "drop_duplicates"}]}
NEW_VERSION: Sample = {**TRIAL, "expected_version": 1}
MADE_VERSION: Sample = {"id": DATASET_ID, "version": 2, "sequence": 44}

DIFFERENCE: Sample = {
    "before_sha256": EXAMPLES_SHA256,
    "after_sha256": "c0ffee54b825dc642cb6eb9a060e54bf8d69288fbee49047f0e8f5a2f3b1c6d7",
    "examples_before": 1000,
    "examples_after": 998,
    "dropped": 2,
    "added": 0,
    "changed": {"any": 12, "text": 0, "answer": 12, "group": 0, "split": 0},
    "labels_before": LABELS,
    "labels_after": LABELS,
    "sample_dropped": [EXAMPLE],
    "sample_added": [],
    "sample_changed": [{"before": EXAMPLE, "after": EXAMPLE}],
}

VERSION_PREVIEW: Sample = {
    **_COUNTS,
    "recipe": [STEP],
    "left_out_counts": [{"code": "text_empty", "rows": 2}],
    "sample": [EXAMPLE],
    "weigh_classes": False,
    "quality": QUALITY,
    "examples_sha256": EXAMPLES_SHA256,
    "difference": DIFFERENCE,
}

SUSPECTS: Sample = {
    "version": 2,
    "judged": 1000,
    "finding": None,
    "items": [
        {
            "row": 40,
            "text": "Vistos. Trata-se de ação de cobrança…",
            "label": "petição inicial",
            "likelier": "sentença",
            "confidence": 0.93,
            "relabel": {
                "step": {"op": "relabel_rows", "rows": [40], "label": "sentença"},
                "sentence": "Dar a resposta “sentença” às linhas 40.",
            },
            "drop": {
                "step": {"op": "drop_rows", "rows": [40]},
                "sentence": "Deixar de fora as linhas 40.",
            },
        }
    ],
}
