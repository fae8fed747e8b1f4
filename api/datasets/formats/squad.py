"""Questions and answers as SQuAD nests them: articles of paragraphs, each with its questions."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

from api.datasets.formats.records import Record
from api.datasets.refusal import UnusableFileError, problem
from schemas.problems import ProblemCode


def is_article(record: Record) -> bool:
    """Whether the record is one of SQuAD's."""
    return isinstance(record.get("paragraphs"), list)


def questions(articles: Callable[[], Iterable[Record | None]]) -> Iterator[Record]:
    """Each question with its context, ``is_impossible`` and whatever else is said of it.

    Raises:
        UnusableFileError: an article is built in another way; ``row`` is its first question's.
    """
    number = 0
    for article in articles():
        try:
            for question in _of_article(cast("dict[str, Any]", article)):
                number += 1
                yield question
        except (AttributeError, KeyError, TypeError) as error:
            broken = problem(ProblemCode.FILE_UNREADABLE, row=number + 1)
            raise UnusableFileError([broken]) from error


def _of_article(article: dict[str, Any]) -> Iterator[Record]:
    for paragraph in article["paragraphs"]:
        for question in paragraph["qas"]:
            named = {
                "id": question.get("id"),
                "title": article.get("title"),
                "context": paragraph["context"],
                "question": question["question"],
                "answers": question.get("answers", []),
            }
            yield named | {name: question[name] for name in question if name not in named}
