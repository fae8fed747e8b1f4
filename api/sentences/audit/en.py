"""The audit trail in English."""

from api.sentences.audit.catalogue import AuditCatalogue

CATALOGUE = AuditCatalogue(
    lines={
        "run.requested.v1": "{who} created the training {run} from the spreadsheet {dataset}.",
        "run.started.v1": "{who} began the training {run}, attempt {attempt}.",
        "run.epoch_completed.v1": "{who} finished round {epoch} of the training {run}.",
        "run.checkpoint_saved.v1": "{who} kept a save point of the training {run}, step {step}.",
        "run.memory_reduced.v1": (
            "{who} ran out of memory in the training {run} and went on in smaller pieces."
        ),
        "run.measured.v1": "{who} measured the speed of the training {run}.",
        "run.completed.v1": "{who} completed the training {run} in {took}.",
        "run.job_failed.v1": "Attempt {attempt} of the training {run} failed on {worker}.",
        "run.job_failed.v1 final": "The training {run} failed on {worker}, in attempt {attempt}.",
        "run.cancelled.v1": "{who} stopped the training {run}, as was asked.",
        "run.interrupted.v1": "{who} interrupted the training {run} and gave it back to the queue.",
        "run.cancel_requested.v1": "{who} asked to cancel the training {run}.",
        "run.stalled.v1": "{who} took the training {run} from {worker}: {reason}.",
        "run.abandoned.v1": "{who} gave up the training {run}.",
        "run.alert_raised.v1": "{who} raised an alert about the training {run}: {alert}.",
        "run.alert_closed.v1": "The alert about the training {run} is over: {alert}.",
        "run.renamed.v1": "{who} named a training “{name}”.",
        "dataset.uploaded.v1": "{who} sent the spreadsheet {dataset}.",
        "dataset.uploaded.v2": "{who} sent the spreadsheet {dataset}.",
        "dataset.revised.v1": "{who} changed the spreadsheet {dataset}, now at version {version}.",
        "dataset.deleted.v1": "{who} deleted the spreadsheet {dataset}.",
        "dataset.downloaded.v1": "{who} downloaded the spreadsheet {dataset}: {what}.",
        "dataset.downloaded.v1 by_worker": (
            "{who} fetched the examples of the spreadsheet {dataset} for the training {run}."
        ),
        "dataset.shared.v1": "{who} shared the spreadsheet {dataset} with {grantee}.",
        "dataset.unshared.v1": "{who} stopped sharing the spreadsheet {dataset} with {grantee}.",
        "model.shared.v1": "{who} shared the model of the training {run} with {grantee}.",
        "model.unshared.v1": (
            "{who} stopped sharing the model of the training {run} with {grantee}."
        ),
        "model.renamed.v1": "{who} called the model of the training {run} “{name}”.",
        "model.archived.v1": "{who} archived the model of the training {run}.",
        "model.unarchived.v1": "{who} brought the model of the training {run} back.",
        "model.review_set.v1": (
            "{who} chose what goes to a person for review in the model of the training {run}: "
            "answers less sure than {review_threshold}."
        ),
        "model.deletion_requested.v1": (
            "{who} asked for the model of the training {run} to be deleted."
        ),
        "model.deleted.v1": "{who} deleted the files of the model of the training {run}.",
        "classification.requested.v1": (
            "{who} asked for the sheet “{filename}” to be classified by the model of the "
            "training {run}: {rows} rows."
        ),
        "classification.started.v1": (
            "{who} began to classify a sheet with the model of the training {run}."
        ),
        "classification.completed.v1": (
            "{who} classified a sheet with the model of the training {run}."
        ),
        "classification.failed.v1": (
            "{who} could not classify a sheet with the model of the training {run}."
        ),
        "classification.cancelled.v1": (
            "{who} stopped classifying a sheet with the model of the training {run}."
        ),
        "classification.deleted.v1": (
            "{who} deleted a sheet that the model of the training {run} had classified."
        ),
        "setting.changed.v1": "{who} changed {setting}.",
        "setting.retention_applied.v1": "{who} removed what was older than it may be kept.",
        "setting.replay_requested.v1": "{who} asked to {action}.",
        "worker.registered.v1": "{who} registered {worker} in the pool {pool}.",
        "worker.registered.v1 by_worker": "{who} joined the pool {pool}.",
        "worker.revoked.v1": "{who} took away the access of {worker}.",
        "worker.paused.v1": "{who} paused {worker}: it takes no new trainings.",
        "worker.resumed.v1": "{who} ended the pause of {worker}.",
        "worker.key_renewed.v1": "{who} changed the machine key of {worker}.",
        "worker.lost.v1": "{who} does not hear {worker} any more.",
        "worker.back.v1": "{who} hears {worker} again.",
        "user.invited.v1": "{who} invited {user} in the role of {role}.",
        "user.joined.v1": "{user} came in for the first time, with {method}.",
        "user.role_changed.v1": "{who} gave {user} the role of {role}.",
        "user.quota_changed.v1": "{who} changed how many trainings {user} may have at once.",
        "user.disabled.v1": "{who} blocked the access of {user}.",
        "user.enabled.v1": "{who} gave {user} access again.",
        "user.password_changed.v1": "{who} changed the password of {user}.",
        "user.password_changed.v1 self": "{who} changed their own password.",
        "user.reset_issued.v1": "{who} made a link for {user} to choose another password.",
        "user.signed_in.v1": "{user} signed in with {method}.",
        "user.signed_out.v1": "{user} ended sessions: {sessions}.",
        "user.sign_in_refused.v1": (
            "Somebody tried to sign in as {user} and could not. Tries: {times}."
        ),
        "user.token_made.v1": "{who} made an access token of {user}.",
        "user.token_made.v1 self": "{who} made an access token.",
        "user.token_revoked.v1": "{who} revoked an access token of {user}.",
        "user.token_revoked.v1 self": "{who} revoked an access token.",
        "user.exported.v1": "{who} exported everything of {user}.",
        "user.exported.v1 self": "{who} exported everything of their own.",
        "user.erased.v1": "{who} erased the data of {user}.",
    },
    newer="{who}: {type}, which only a newer version of Afina knows.",
    system="Afina",
    machine="the machine {}",
    erased="erased person",
    everyone="everyone",
    terms={
        "setting": {
            "limits": "the limits",
            "retention": "how long things are kept",
            "preset-rapido": "the preset Quick",
            "preset-equilibrado": "the preset Balanced",
            "preset-preciso": "the preset Thorough",
        },
        "action": {
            "prove": "compare the tables with the log",
            "switch": "build the tables again from the log",
            "accept": "build the tables again from the log, differences or not",
            "rollback": "go back to the previous tables",
        },
        "role": {"user": "user", "admin": "administrator"},
        "method": {
            "password": "a password",
            "token": "an access token",
            "oidc": "the organisation's account",
            "setup": "the code of the first start",
            "invitation": "an invitation",
            "reset": "a link to choose a new password",
        },
        "reason": {
            "worker_lost": "the machine was silent",
            "no_progress": "it stood still",
            "stuck_epoch": "a round took too long",
        },
        "what": {
            "original": "the original file",
            "export": "a version",
            "left_out": "the rows left out",
            "examples": "the examples",
        },
    },
    headings=(
        "Number",
        "When",
        "What happened",
        "Who",
        "Who, by identifier",
        "From where",
        "About",
        "Name",
        "Identifier",
        "Event",
    ),
)
