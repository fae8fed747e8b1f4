"""The card in English."""

from schemas.baselines import BaselineCode
from schemas.exports import ExportFault, ExportFormat
from schemas.tasks import Task
from worker.training.card.words import CardWords

ENGLISH = CardWords(
    decimal=".",
    thousands=",",
    titles={
        Task.TEXT_CLASSIFICATION: "Text classifier",
        Task.TOKEN_CLASSIFICATION: "Finder of entities in texts",
        Task.QUESTION_ANSWERING: "Reader that answers questions about a text",
    },
    several_labels="with several labels a text",
    intro=lambda base: f"A model taught with Afina, starting from `{base}`.",
    other=lambda file: f"[Este cartão em português]({file})",
    result="Result",
    measured=lambda held_out, learned: (
        f"Measured on {held_out} examples that the model had never seen; it learned from {learned}."
    ),
    small="The exam is too small to trust these figures.",
    metric="Measure",
    value="Value",
    metrics={
        "accuracy": "Right answers (accuracy)",
        "macro_f1": "Balance between the labels (macro F1)",
        "weighted_f1": "Weighted F1",
        "micro_f1": "F1 of all labels together (micro F1)",
        "f1": "F1 score",
        "precision": "Precision",
        "recall": "Recall",
        "exact_match": "Exact matches",
    },
    majority=lambda task, rate: (
        f"Without finding any entity, {rate} of the words would be right already."
        if task is Task.TOKEN_CLASSIFICATION
        else f"Always giving the commonest answer would reach {rate}."
    ),
    interval=lambda low, high: (
        "In 95 of 100 exams of this size the main figure (accuracy of labels, F1 of entities and "
        f"answers) would lie between {low} and {high}."
    ),
    baselines={
        BaselineCode.WORD_COUNTS: lambda rate: f"Counting words alone (TF-IDF) reaches {rate}.",
        BaselineCode.KNOWN_WORDS: lambda rate: (
            f"Remembering each word's tag reaches an F1 of {rate}."
        ),
        BaselineCode.SHARED_WORDS: lambda rate: (
            f"Pointing at the sentence that shares most words with the question reaches {rate}."
        ),
    },
    per_label="By label",
    label_columns=("Label", "Precision", "Recall", "F1", "Examples in the exam"),
    per_question_type="By type of question",
    type_columns=("Type", "Exact matches", "F1", "Questions in the exam"),
    use="Intended use",
    uses={
        Task.TEXT_CLASSIFICATION: (
            "To suggest the label of texts like those it was taught: the same kind of document, "
            "the same language, the same labels."
        ),
        Task.TOKEN_CLASSIFICATION: (
            "To point at entities in texts like those it was taught: the same kind of document, "
            "the same language, the same types of entity."
        ),
        Task.QUESTION_ANSWERING: (
            "To find the stretch of a text that answers a question, in texts and questions like "
            "those it was taught."
        ),
    },
    limits="Limits",
    limits_of_exam=(
        "The figures above hold for texts like those of the exam. On texts of another origin, time "
        "or style the model errs more often, and does not say so."
    ),
    limits_of_labels={
        Task.TEXT_CLASSIFICATION: (
            "It knows the labels of the table and no other: a text about something else gets one "
            "of them too."
        ),
        Task.TOKEN_CLASSIFICATION: "It looks for the types of entity in the table and no other.",
        Task.QUESTION_ANSWERING: (
            "It copies a stretch of the text: it does not sum up, calculate, or join what stands "
            "in different places."
        ),
    },
    limits_of_weak=lambda labels: f"It errs most on: {labels}. Check those answers one by one.",
    limits_of_length=lambda tokens: (
        f"It reads up to {tokens} word pieces (tokens) at a time, as it was taught."
    ),
    limits_of_people=(
        "It may repeat the mistakes and the imbalances of its examples. Do not decide about people "
        "on the model's answer alone."
    ),
    limits_of_privacy=(
        "If the examples hold personal data, treat the model with the same care as them."
    ),
    loading="How to use it",
    loading_where="In this folder, in Python (`pip install transformers torch`):",
    loading_afina="With Afina, without programming:",
    samples={
        Task.TEXT_CLASSIFICATION: "Write the text here.",
        Task.TOKEN_CLASSIFICATION: "Write the text here.",
        Task.QUESTION_ANSWERING: "Where is the head office?\nThe head office is in Brasília.",
    },
    exports="Other formats",
    export_columns=("Format", "Size", "Same answers", "Largest difference of a logit"),
    formats={
        ExportFormat.SAFETENSORS: "Safetensors (copy)",
        ExportFormat.PYTORCH: "PyTorch file (.pt)",
        ExportFormat.ONNX: "ONNX file",
        ExportFormat.ONNX_INT8: "ONNX of 8 bits",
    },
    faults={
        ExportFault.DISAGREES: "it did not answer as the model does and was removed",
        ExportFault.PART_MISSING: "a program is missing on the training machine",
        ExportFault.DISK_FULL: "the disk had no room",
        ExportFault.FAILED: "it could not be written",
    },
    training="How it was taught",
    training_of=lambda best, rounds, seconds, seed: (
        f"Round {best} of {rounds}, the best in the exam; {seconds} seconds in all. "
        f"Seed of the random draws: {seed}. The same examples, settings and seed give the same "
        "model on the same machine."
    ),
    cut_short=lambda done, asked: (
        f"The training was cancelled after {done} of {asked} rounds: this is its best model so far."
    ),
    settings="Settings",
    environment="Environment",
    data="Data",
    file_hash="SHA-256 of the original file",
    examples_hash="SHA-256 of the examples",
    license="License",
    license_unknown=(
        "Not stated. Whoever passes the model on must respect the licenses of the base model and "
        "of the data."
    ),
)
