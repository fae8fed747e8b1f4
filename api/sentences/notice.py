"""A notice becomes a subject and sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from api.sentences.figures import Param
from api.sentences.language import Language
from api.sentences.sentence import CATALOGUES, sentence
from schemas.alerts import AlertCode
from schemas.events.classification import ClassificationFailureCode
from schemas.events.run import FailureCode
from schemas.notices import Notice, NoticeKind


@dataclass(frozen=True, slots=True)
class Wording:
    """What an e-mail says."""

    subject: str
    sentences: tuple[str, ...]


def wording(notice: Notice, language: Language, hearer: str | None = None) -> Wording:
    """The notice in words; of whom it is about, names are as people gave them.

    To a person who asked for it, it says where to ask for it no more; ``hearer`` is that person's
    language, and empty for ``language``.
    """
    spoken = Language(hearer or language)
    said = _said(notice, spoken)
    if hearer is None:
        return said
    last = CATALOGUES[spoken].notice_asked_for
    return replace(said, sentences=(*said.sentences, last))


def _said(notice: Notice, language: Language) -> Wording:
    about = notice.filename or notice.run_name or _machine(notice)
    topic = _topic(notice, language)
    names: dict[str, Param] = {
        "name": notice.run_name or "",
        "worker": notice.worker_id or "",
        "sheet": notice.filename or "",
    }
    first = sentence(notice.kind, language, names)
    more = _of_code(notice, language)
    return Wording(f"{topic}: {about}" if about else topic, (first, *more))


def _machine(notice: Notice) -> str | None:
    return notice.worker_id if notice.run_id is None else None


def alert_sentence(code: str, language: Language, params: Mapping[str, Param]) -> str:
    """What an alert means and what to do; of a code that a newer version told, how to learn it."""
    if code not in set(AlertCode):
        return CATALOGUES[language].a_new_kind_of_alert
    return sentence(AlertCode(code), language, params)


def alert_topic(code: str, language: Language) -> str:
    """What an alert is about, in a few words; the code itself where a newer version told it."""
    known = code in set(AlertCode)
    return CATALOGUES[language].alert_topics[AlertCode(code)] if known else code


def _topic(notice: Notice, language: Language) -> str:
    topic = CATALOGUES[language].notice_topics[notice.kind]
    if notice.kind not in {NoticeKind.ALERT_RAISED, NoticeKind.ALERT_CLOSED}:
        return topic
    return f"{topic}: {alert_topic(notice.code or '', language)}"


def _of_code(notice: Notice, language: Language) -> tuple[str, ...]:
    match notice.kind:
        case NoticeKind.ALERT_RAISED | NoticeKind.WORKER_LOST if notice.code:
            return (alert_sentence(notice.code, language, notice.params),)
        case NoticeKind.RUN_FAILED if notice.code in set(FailureCode):
            return (sentence(FailureCode(notice.code), language, notice.params),)
        case NoticeKind.CLASSIFICATION_FAILED if notice.code in set(ClassificationFailureCode):
            return (sentence(ClassificationFailureCode(notice.code), language, notice.params),)
        case NoticeKind.LOG_SEALED:
            return (f"{notice.params.get('sequence')}:{notice.params.get('digest')}",)
        case _:
            return ()
