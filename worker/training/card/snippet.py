"""The lines of Python that load a model where its card lies, and ask it something."""

from typing import assert_never

from schemas.metrics import (
    QuestionAnsweringReport,
    Report,
    TextClassificationReport,
    TokenClassificationReport,
)

PIPELINE = """from transformers import pipeline

ask = pipeline("{task}", model="."{options})
print(ask({text!r}))
"""

ENTITIES = """import torch
from transformers import AutoModelForTokenClassification, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained(".")
model = AutoModelForTokenClassification.from_pretrained(".").eval()

words = {text!r}.split()
inputs = tokenizer([words], is_split_into_words=True, truncation=True, return_tensors="pt")
with torch.no_grad():
    tags = model(**inputs).logits[0].argmax(dim=-1)
places = inputs.word_ids(0)
for number, word in enumerate(words):
    if number in places:  # a word's first piece carries its tag
        print(word, model.config.id2label[int(tags[places.index(number)])])
"""

QUESTION = """import torch
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained(".")
model = AutoModelForQuestionAnswering.from_pretrained(".").eval()

question = {question!r}
text = {text!r}
inputs = tokenizer(
    question, text, truncation="only_second", return_tensors="pt", return_offsets_mapping=True
)
places = inputs.pop("offset_mapping")[0]
of_text = torch.tensor([part == 1 for part in inputs.sequence_ids(0)])
with torch.no_grad():
    told = model(**inputs)
first = int(told.start_logits[0].masked_fill(~of_text, -torch.inf).argmax())
last = first + int(told.end_logits[0, first:].masked_fill(~of_text[first:], -torch.inf).argmax())
print(text[places[first, 0] : places[last, 1]])
"""


def of(report: Report, sample: str) -> str:
    """A program to be run in the model's folder; ``sample`` is what it asks."""
    match report:
        case TextClassificationReport():
            options = ", top_k=None, truncation=True" if report.multi_label else ", truncation=True"
        case TokenClassificationReport():
            return ENTITIES.format(text=sample)
        case QuestionAnsweringReport():
            question, _, text = sample.partition("\n")
            return QUESTION.format(question=question, text=text)
        case _:
            assert_never(report)
    return PIPELINE.format(task=report.task.value, options=options, text=sample)


def command(report: Report, sample: str) -> str:
    """The same for a shell, with Afina."""
    if isinstance(report, QuestionAnsweringReport):
        question, _, text = sample.partition("\n")
        return f'afina classify . "{text}" --question "{question}"'
    return f'afina classify . "{sample}"'
