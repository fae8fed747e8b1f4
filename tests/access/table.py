"""What every route is to answer to everybody: decided here, before anything is asked.

A route that is not in the table fails the test, so that whoever adds one decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.access.askers import MACHINES, UNKNOWN, Asker

Expected = Mapping[Asker, int]
Route = tuple[str, str]
"""Its method and its path, with the names of ids in braces."""


@dataclass(frozen=True, slots=True)
class Row:
    """A route's answers, and what is sent to get them."""

    expected: Expected
    query: dict[str, Any] = field(default_factory=dict)
    body: Any = None
    names: dict[str, str] = field(default_factory=dict)
    """Ids in the path, where others are meant than the scene's."""
    running: bool = False
    """Whether it is asked of the run that is being trained, not of the one that is completed."""
    note: str = ""


def _answers(ok: int, **others: int) -> Expected:
    """Whoever is known may; the unknown and machines may not, and ``others`` get something else."""
    usual = dict.fromkeys(Asker, ok) | dict.fromkeys(MACHINES, 403) | dict.fromkeys(UNKNOWN, 401)
    return usual | {Asker[name.upper()]: status for name, status in others.items()}


def everyone(ok: int = 200) -> Expected:
    """Any person, about what is theirs or nobody's."""
    return _answers(ok)


def writers(ok: int = 200) -> Expected:
    """Any person, whose token may write."""
    return _answers(ok, reader=403)


def seen(ok: int = 200) -> Expected:
    """Who sees the thing: its owner, administrators, and whom it is shared with."""
    return _answers(ok, other=404)


def tried(ok: int = 200) -> Expected:
    """Who sees the thing, with a token that may write: it costs work, but changes nothing."""
    return _answers(ok, other=404, reader=403)


def told(ok: int = 200) -> Expected:
    """Who may change the thing is told; reading is enough for that."""
    return _answers(ok, other=404, friend=403)


def changed(ok: int = 200) -> Expected:
    """Who may change the thing: its owner, and administrators."""
    return _answers(ok, other=404, friend=403, reader=403)


def owned(ok: int = 200) -> Expected:
    """The same where nothing is shared, so that nobody else knows of it."""
    return _answers(ok, other=404, friend=404, reader=403)


def own(ok: int = 200) -> Expected:
    """The same, to be read."""
    return _answers(ok, other=404, friend=404)


def administrators(ok: int = 200) -> Expected:
    """Administrators alone."""
    return dict.fromkeys(Asker, 403) | dict.fromkeys(UNKNOWN, 401) | {Asker.ADMINISTRATOR: ok}


def machines(ok: int = 200, other_worker: int = 403) -> Expected:
    """The worker that holds the run; what is no run's, any worker."""
    workers = {Asker.HOLDER: ok, Asker.OTHER_WORKER: other_worker}
    return dict.fromkeys(Asker, 403) | dict.fromkeys(UNKNOWN, 401) | workers


def anybody(ok: int) -> Expected:
    """Whoever can reach the address: the ways in."""
    return dict.fromkeys(Asker, ok)


WRONG_CODE = {"code": "afn_nonsense", "login": "x", "name": "X", "password": "wrong horse battery"}
NOTHING = "00000000-0000-4000-8000-0000000000ff"

TABLE: dict[Route, Row] = {
    # datasets
    ("GET", "/api/datasets"): Row(everyone()),
    ("POST", "/api/datasets/upload"): Row(writers(422), note="a file that cannot be used"),
    ("POST", "/api/datasets/validate"): Row(writers(422), note="a file that cannot be used"),
    ("GET", "/api/datasets/progress/{progress_id}"): Row(everyone(404), note="nothing under way"),
    ("GET", "/api/datasets/{dataset_id}"): Row(seen()),
    ("GET", "/api/datasets/{dataset_id}/difference"): Row(seen()),
    ("GET", "/api/datasets/{dataset_id}/download"): Row(seen()),
    ("GET", "/api/datasets/{dataset_id}/examples"): Row(seen()),
    ("GET", "/api/datasets/{dataset_id}/export"): Row(seen(), {"format": "csv"}),
    ("GET", "/api/datasets/{dataset_id}/left-out.xlsx"): Row(seen()),
    ("GET", "/api/datasets/{dataset_id}/report"): Row(seen()),
    ("POST", "/api/datasets/{dataset_id}/preview"): Row(tried(), body={"recipe": []}),
    ("POST", "/api/datasets/{dataset_id}/suspects"): Row(tried(422), note="too few examples"),
    ("POST", "/api/datasets/{dataset_id}/versions"): Row(
        changed(), body={"recipe": []}, note="nothing new"
    ),
    ("POST", "/api/datasets/{dataset_id}/versions/undo"): Row(
        changed(404), note="there is no earlier version"
    ),
    ("GET", "/api/datasets/{dataset_id}/corrections"): Row(told()),
    ("PUT", "/api/datasets/{dataset_id}/corrections/{row}"): Row(
        changed(204), body={"label": None}, names={"row": "2"}
    ),
    ("DELETE", "/api/datasets/{dataset_id}/corrections/{row}"): Row(
        changed(204), names={"row": "2"}
    ),
    ("GET", "/api/datasets/{dataset_id}/corrections/download"): Row(
        told(409), note="nothing is marked"
    ),
    ("POST", "/api/datasets/{dataset_id}/corrections/version"): Row(
        changed(409), note="nothing is marked"
    ),
    ("DELETE", "/api/datasets/{dataset_id}"): Row(changed(409), note="runs use it"),
    ("GET", "/api/datasets/{dataset_id}/columns"): Row(seen()),
    ("POST", "/api/datasets/{dataset_id}/readings"): Row(
        changed(422), body={"columns": {"text": "nowhere"}}, note="there is no such column"
    ),
    ("GET", "/api/samples"): Row(everyone()),
    ("GET", "/api/samples/{name}/download"): Row(everyone(404), note="no such sample"),
    # drafts
    ("GET", "/api/drafts"): Row(everyone()),
    ("POST", "/api/drafts"): Row(writers(201), body={}),
    ("GET", "/api/drafts/{draft_id}"): Row(everyone(404), note="a draft of nobody's"),
    ("PATCH", "/api/drafts/{draft_id}"): Row(
        writers(404), body={"name": "x"}, note="a draft of nobody's"
    ),
    ("DELETE", "/api/drafts/{draft_id}"): Row(writers(404), note="a draft of nobody's"),
    ("GET", "/api/base-models"): Row(everyone()),
    # sharing
    ("GET", "/api/datasets/{dataset_id}/shares"): Row(told()),
    ("PUT", "/api/datasets/{dataset_id}/shares/{grantee}"): Row(changed()),
    ("DELETE", "/api/datasets/{dataset_id}/shares/{grantee}"): Row(
        changed(), names={"grantee": "davi"}, note="not shared with them"
    ),
    ("GET", "/api/models/{run_id}/shares"): Row(told()),
    ("PUT", "/api/models/{run_id}/shares/{grantee}"): Row(changed()),
    ("DELETE", "/api/models/{run_id}/shares/{grantee}"): Row(
        changed(), names={"grantee": "davi"}, note="not shared with them"
    ),
    ("POST", "/api/models/{run_id}/predictions"): Row(
        tried(503), body={"texts": ["o mar"]}, note="its worker is away"
    ),
    ("GET", "/api/models"): Row(everyone()),
    ("GET", "/api/models/{run_id}"): Row(seen()),
    ("PATCH", "/api/models/{run_id}"): Row(changed(), body={"name": "Triagem"}),
    ("GET", "/api/models/{run_id}/classifications"): Row(seen()),
    ("POST", "/api/models/{run_id}/classifications"): Row(tried(400), note="no file"),
    ("GET", "/api/classifications/{classification_id}"): Row(own()),
    ("GET", "/api/classifications/{classification_id}/download"): Row(own(409), note="unfinished"),
    ("DELETE", "/api/classifications/{classification_id}"): Row(owned()),
    ("GET", "/api/classifications/{classification_id}/texts"): Row(
        anybody(401), note="without a grant"
    ),
    ("PUT", "/api/classifications/{classification_id}/answers/{start}"): Row(
        anybody(401), body={"predictions": []}, note="without a grant"
    ),
    ("POST", "/api/classifications/{classification_id}/failure"): Row(
        anybody(401), body={"code": "crashed"}, note="without a grant"
    ),
    ("GET", "/api/workers/self/errands"): Row(machines(other_worker=200)),
    ("POST", "/api/workers/self/removals/{run_id}"): Row(
        machines(403), note="nobody asked for that"
    ),
    ("DELETE", "/api/models/{run_id}"): Row(changed()),
    ("GET", "/api/users/names"): Row(everyone(), {"like": "a"}),
    # runs
    ("GET", "/api/runs"): Row(everyone()),
    ("POST", "/api/runs"): Row(
        tried(422),
        body={"dataset_id": "{dataset_id}", "base_model": "nowhere/none"},
        note="a base model that is not allowed",
    ),
    ("POST", "/api/runs/estimates"): Row(tried(), body={"dataset_id": "{dataset_id}"}),
    ("GET", "/api/runs/comparison"): Row(
        everyone(), {"ids": "{run_id}"}, note="names those as missing that are not seen"
    ),
    ("GET", "/api/runs/{run_id}"): Row(seen()),
    ("GET", "/api/runs/{run_id}/metrics"): Row(seen()),
    ("GET", "/api/runs/{run_id}/points"): Row(seen()),
    ("GET", "/api/runs/{run_id}/log"): Row(told(200), note="may quote texts"),
    ("GET", "/api/runs/{run_id}/log.txt"): Row(told(200), note="may quote texts"),
    ("GET", "/api/runs/{run_id}/mistakes"): Row(seen()),
    ("GET", "/api/runs/{run_id}/reproduction"): Row(seen(404), note="it repeats none"),
    ("GET", "/api/runs/{run_id}/events"): Row(seen(204), {"after": "999999"}, note="nothing newer"),
    ("GET", "/api/runs/{run_id}/logs"): Row(
        told(204), {"after": "999999"}, note="nothing newer; logs may quote texts"
    ),
    ("POST", "/api/runs/{run_id}/reproduce"): Row(tried(201), body={}),
    ("POST", "/api/runs/{run_id}/retry"): Row(tried(409), note="it did not fail"),
    ("GET", "/api/runs/{run_id}/aftermath"): Row(seen()),
    ("GET", "/api/runs/{run_id}/support"): Row(told(), note="its log may quote texts"),
    ("PATCH", "/api/runs/{run_id}"): Row(owned(), body={"name": "Triagem"}),
    ("POST", "/api/runs/{run_id}/cancel"): Row(owned(), running=True),
    ("POST", "/api/runs/{run_id}/grants"): Row(machines(201), running=True),
    ("GET", "/api/runs/{run_id}/examples"): Row(anybody(401), running=True, note="without a grant"),
    # streams
    ("GET", "/api/events"): Row(seen(), {"topics": "run:{run_id}"}),
    # people and machines
    ("GET", "/api/workers"): Row(everyone()),
    ("GET", "/api/workers/self"): Row(machines(other_worker=200)),
    ("GET", "/api/workers/ca"): Row(anybody(404), note="no authority of its own"),
    ("POST", "/api/workers/register"): Row(
        administrators(201), body={"name": "Sala 2", "pool": "default"}
    ),
    ("POST", "/api/workers/{worker_id}/revoke"): Row(administrators(404), note="no such worker"),
    ("POST", "/api/workers/{worker_id}/pause"): Row(administrators(404), note="no such worker"),
    ("POST", "/api/workers/{worker_id}/resume"): Row(administrators(404), note="no such worker"),
    ("POST", "/api/workers/{worker_id}/token"): Row(administrators(404), note="no such worker"),
    ("GET", "/api/queue/status"): Row(everyone()),
    ("GET", "/api/system"): Row(administrators()),
    ("POST", "/api/system/replays"): Row(
        administrators(503), body={"action": "prove"}, note="nobody there to build tables"
    ),
    ("GET", "/api/alerts"): Row(everyone()),
    # ways in
    ("GET", "/api/setup"): Row(anybody(200)),
    ("POST", "/api/setup"): Row(anybody(404), body=WRONG_CODE, note="a wrong code"),
    ("POST", "/api/passes/look"): Row(
        anybody(404), body={"code": "afn_nonsense"}, note="a wrong code"
    ),
    ("POST", "/api/passes/use"): Row(anybody(404), body=WRONG_CODE, note="a wrong code"),
    ("POST", "/api/session"): Row(_answers(204), note="a bearer token is traded for a cookie"),
    ("GET", "/api/session"): Row(everyone()),
    ("GET", "/api/session/oidc"): Row(anybody(200)),
    ("GET", "/api/session/oidc/{provider}/start"): Row(anybody(404), note="no such provider"),
    ("GET", "/api/session/oidc/{provider}/callback"): Row(anybody(404), note="no such provider"),
    ("DELETE", "/api/session"): Row(everyone(403), note="a token is no session"),
    ("POST", "/api/session/everywhere-else"): Row(writers()),
    # own account
    ("PATCH", "/api/me"): Row(writers(204), body={"language": "en"}),
    ("PUT", "/api/me/password"): Row(
        writers(422),
        body={"current": "x", "new": "correct horse battery"},
        note="the present password is wrong",
    ),
    ("GET", "/api/me/preferences"): Row(everyone()),
    ("PATCH", "/api/me/preferences"): Row(writers(), body={"welcomed": True}),
    ("GET", "/api/me/notices"): Row(everyone()),
    ("PUT", "/api/me/notices/seen"): Row(writers(204), body={"until": "2026-01-01T00:00:00Z"}),
    ("GET", "/api/me/notices/wishes"): Row(everyone()),
    ("PATCH", "/api/me/notices/wishes"): Row(writers(), body={"email": ["run_failed"]}),
    ("GET", "/api/me/sessions"): Row(everyone()),
    ("DELETE", "/api/me/sessions/{session_id}"): Row(writers(404)),
    ("GET", "/api/me/tokens"): Row(everyone()),
    ("POST", "/api/me/tokens"): Row(writers(201), body={"name": "script"}),
    ("DELETE", "/api/me/tokens/{token_id}"): Row(writers(404)),
    # administration
    ("GET", "/api/users"): Row(administrators()),
    ("GET", "/api/users/{user_id}"): Row(administrators()),
    ("PATCH", "/api/users/{user_id}"): Row(administrators(204), body={"role": "user"}),
    ("POST", "/api/users/{user_id}/reset"): Row(administrators(201)),
    ("GET", "/api/users/{user_id}/tokens"): Row(administrators()),
    ("DELETE", "/api/users/{user_id}/tokens/{token_id}"): Row(administrators(404)),
    ("GET", "/api/me/export"): Row(everyone()),
    ("GET", "/api/users/{user_id}/export"): Row(administrators()),
    ("POST", "/api/users/{user_id}/erase"): Row(
        administrators(404), names={"user_id": "davi"}, note="no such person"
    ),
    ("POST", "/api/invitations"): Row(administrators(201), body={"name": "Davi"}),
    ("GET", "/api/audit"): Row(everyone()),
    ("GET", "/api/audit/export"): Row(everyone(), {"format": "csv"}),
    ("GET", "/api/audit/seals"): Row(everyone()),
    ("GET", "/api/retention"): Row(administrators()),
    ("PATCH", "/api/retention"): Row(administrators(), body={}),
    ("POST", "/api/retention/apply"): Row(administrators(503), note="nobody there to do it"),
    ("GET", "/api/retention/preview"): Row(
        administrators(503), note="who would look is not running here"
    ),
    ("GET", "/api/limits"): Row(everyone()),
    ("PATCH", "/api/limits"): Row(administrators(), body={}),
    ("DELETE", "/api/limits/{name}"): Row(administrators(404), note="no such limit"),
    ("GET", "/api/presets"): Row(everyone()),
    ("PUT", "/api/presets/{name}"): Row(
        administrators(404), body={"hyperparameters": {}}, note="no such preset"
    ),
    ("DELETE", "/api/presets/{name}"): Row(administrators(404), note="no such preset"),
    ("GET", "/api/presets/{name}/versions"): Row(administrators(404), note="no such preset"),
    ("GET", "/api/me/usage"): Row(everyone()),
    ("GET", "/api/users/{user_id}/usage"): Row(administrators()),
    ("GET", "/api/users/usage"): Row(administrators()),
    ("PUT", "/api/users/{user_id}/quota"): Row(administrators(204), body={"max_active_runs": None}),
    # for supervisors
    ("GET", "/health/live"): Row(anybody(200)),
    ("GET", "/health/ready"): Row(anybody(200)),
}
