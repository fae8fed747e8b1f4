import pytest

from api.sentences import Language, wording
from schemas.alerts import AlertCode
from schemas.events.run import FailureCode
from schemas.notices import NoticeKind
from tests.consumers.notifier.receiving import notice


@pytest.mark.parametrize(
    ("changes", "subject", "last"),
    [
        (
            {},
            "Training failed: Triagem de petições",
            "Train again with shorter texts, or with fewer examples at a time.",
        ),
        (
            {"kind": NoticeKind.RUN_COMPLETED, "code": None},
            "Training completed: Triagem de petições",
            "Open Afina to see how good it is.",
        ),
        (
            {"kind": NoticeKind.ALERT_RAISED, "code": "no_progress"},
            "Attention: No progress: Triagem de petições",
            "Check the machine.",
        ),
        (
            {"kind": NoticeKind.ALERT_CLOSED, "code": "no_progress"},
            "Over: No progress: Triagem de petições",
            "What needed attention is over.",
        ),
        (
            {
                "kind": NoticeKind.WORKER_LOST,
                "code": "worker_lost",
                "params": {"worker": "gpu-1"},
                "run_id": None,
                "run_name": None,
            },
            "Training machine not answering: gpu-1",
            "Check that it is on and connected to the network.",
        ),
        (
            {
                "kind": NoticeKind.ALERT_RAISED,
                "code": "store_full",
                "run_id": None,
                "run_name": None,
                "worker_id": None,
            },
            "Attention: Store of events almost full",
            "once it is full, nothing new is taken.",
        ),
        (
            {"kind": NoticeKind.ALERT_RAISED, "code": "loss_rising"},
            "Attention: loss_rising: Triagem de petições",
            "Update Afina to learn more.",
        ),
        (
            {"code": "an_unheard_of_failure"},
            "Training failed: Triagem de petições",
            "The training “Triagem de petições” failed.",
        ),
    ],
)
def test_a_notice_has_a_subject_and_says_what_to_do(
    changes: dict[str, object], subject: str, last: str
):
    said = wording(notice(**changes), Language.EN)

    assert said.subject == subject
    assert said.sentences[-1].endswith(last)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("kind", list(NoticeKind))
@pytest.mark.parametrize("code", [*AlertCode, *FailureCode, None])
def test_every_notice_can_be_said(language: Language, kind: NoticeKind, code: str | None):
    """In every language, whatever is missing."""
    said = wording(notice(kind=kind, code=code, params={}, run_name=None), language)

    assert said.subject
    assert all(said.sentences)
