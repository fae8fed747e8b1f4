"""English: plain words, what happened, what it means, what to do."""

from api.datasets.progress import Stage
from api.estimates import Basis
from api.sentences.catalogue import Catalogue
from schemas.alerts import AlertCode
from schemas.checks import CheckCode, Severity
from schemas.events.classification import ClassificationFailureCode
from schemas.events.run import FailureCode
from schemas.hyperparameters import Preset
from schemas.lifecycle import RunStatus
from schemas.notices import NoticeKind
from schemas.problems import ProblemCode
from schemas.reading import Role
from schemas.reproduction import Circumstance, Outcome
from schemas.tasks import Task, TextForm
from schemas.telemetry import Phase

_REQUESTS = {
    ProblemCode.UNAUTHENTICATED: (
        "You are not signed in, or your session has ended. Sign in again to go on."
    ),
    ProblemCode.FORBIDDEN: (
        "Your account is not allowed to do this. Ask whoever runs Afina for access."
    ),
    ProblemCode.NOT_FOUND: (
        "There is nothing at this address. Check that it is complete, or go back to the start."
    ),
    ProblemCode.METHOD_NOT_ALLOWED: (
        "This address exists but does not take this action. See the API documentation."
    ),
    ProblemCode.INVALID_REQUEST: (
        "Some of the data sent cannot be used as it is. Look at each point, mend it and send again."
    ),
    ProblemCode.TOO_LARGE: (
        "The request is too large, so it was not received. Send less data at a time."
    ),
    ProblemCode.MALFORMED: (
        "This request cannot be understood. Use a browser, or a library that speaks HTTP."
    ),
    ProblemCode.HEAD_TOO_LARGE: (
        "The request says too much about itself in its headers. "
        "Delete this site's cookies, or send fewer headers, and try again."
    ),
    ProblemCode.ADDRESS_TOO_LONG: (
        "The address is too long. Ask for less at once, or send the data in the body."
    ),
    ProblemCode.TOO_SLOW: (
        "The request arrived too slowly, so the connection was closed. "
        "Check your connection and try again."
    ),
    ProblemCode.TOO_MANY_REQUESTS: (
        "Too many requests came in a short time. Wait {retry_after} s and try again."
    ),
    ProblemCode.TOO_MANY_STREAMS: (
        "You follow as many live views at once as you may ({limit}). "
        "Close some windows of Afina and try again."
    ),
    ProblemCode.UNAVAILABLE: ("Afina cannot answer right now. Wait a few seconds and try again."),
    ProblemCode.NEWER_VERSION: (
        "A newer version of Afina than this one has changed it. "
        "Ask whoever runs Afina to update this server."
    ),
    ProblemCode.DISK_FULL: (
        "The disk of the computer on which Afina runs is full, so nothing of this request was "
        "kept. Ask whoever runs Afina to make room, and try again then."
    ),
    ProblemCode.INTERNAL: (
        "Something went wrong on our side, and the request was not completed. Try again. "
        "If it goes on, tell support this code: {support_id}."
    ),
    ProblemCode.IDEMPOTENCY_KEY_REUSED: (
        "This idempotency key was used for another request, so nothing was done now. "
        "Send again with a new key."
    ),
    ProblemCode.CROSS_SITE_REQUEST: (
        "The request seems to come from another site, so it was refused. "
        "Do this from Afina's own page. Programs must send the header {header}."
    ),
    ProblemCode.HOST_UNKNOWN: (
        "This server is not known by the name “{host}”, so the request was refused. "
        "The administrator can allow the name in AFINA_ALLOWED_HOSTS."
    ),
    ProblemCode.SIGN_IN_CANCELLED: (
        "Signing in was cancelled at the identity service. Try again when you like."
    ),
    ProblemCode.SIGN_IN_STALE: (
        "This try to sign in took too long or began in another browser. Start again."
    ),
    ProblemCode.SIGN_IN_UNPROVEN: (
        "The identity service did not prove who you are. Start again; "
        "if it goes on, tell whoever looks after Afina."
    ),
    ProblemCode.PROVIDER_UNAVAILABLE: (
        "The identity service did not answer as it should. Wait a moment and try again."
    ),
    ProblemCode.NOT_INVITED: (
        "You have no invitation to this Afina yet. Ask whoever looks after it for one, "
        "for the e-mail address that the identity service has confirmed."
    ),
    ProblemCode.ACCOUNT_CLOSED: (
        "Your account is disabled. Ask whoever looks after Afina if you need to come in."
    ),
    ProblemCode.PASSWORDS_OFF: (
        "Nobody uses a password here. Sign in with your organisation's identity service."
    ),
    ProblemCode.TOPIC_UNKNOWN: (
        "“{topic}” cannot be followed. These can, separated by commas: run:<id>, logs:<id>, runs, "
        "queue, workers, alerts, datasets."
    ),
    ProblemCode.TOO_MANY_TOPICS: (
        "One stream follows at most {limit} topics, and this asks for {topics}. "
        "Open another stream for the others."
    ),
}

_PEOPLE = {
    ProblemCode.SIGN_IN_REFUSED: (
        "You could not be signed in with this login and this password. Check both and try again. "
        "If you have forgotten the password, ask whoever runs Afina for a new link."
    ),
    ProblemCode.SIGN_IN_PAUSED: (
        "There were many tries that did not work, so there is a pause. "
        "Wait {retry_after} second(s) and try again."
    ),
    ProblemCode.PASS_INVALID: (
        "This link no longer works: it was used, is too old, or was replaced by another one. "
        "Ask whoever runs Afina for a new one."
    ),
    ProblemCode.PASSWORD_WRONG: "The present password is not right. Type it again.",
    ProblemCode.PASSWORD_TOO_SHORT: (
        "The password is too short. Use at least {at_least} characters; "
        "a sentence with spaces is easy to remember."
    ),
    ProblemCode.PASSWORD_TOO_LONG: "The password is too long. Use at most {at_most} characters.",
    ProblemCode.PASSWORD_PERSONAL: (
        "The password is hardly more than your name, your login or this program's name, "
        "which anybody would try first. Choose other words."
    ),
    ProblemCode.PASSWORD_COMMON: (
        "This password is easy to guess, because many people use passwords like it. "
        "Choose another one; a few words that have nothing to do with each other make a good one."
    ),
    ProblemCode.LOGIN_INVALID: (
        "This login cannot be used. Use letters and digits without spaces; "
        "full stop, hyphen, underscore, @ and + are fine too."
    ),
    ProblemCode.LOGIN_TAKEN: "This login is somebody else's. Choose another one.",
    ProblemCode.USER_NOT_FOUND: (
        "I could not find this person. Check the address, or choose another from the list."
    ),
    ProblemCode.LAST_ADMINISTRATOR: (
        "This is the only person who runs Afina, so nothing was changed. "
        "Give that role to somebody else who can sign in first."
    ),
    ProblemCode.TOKEN_NOT_FOUND: (
        "There is no working access token with this identifier. See the list of tokens."
    ),
    ProblemCode.SESSION_NOT_FOUND: (
        "There is no open session with this identifier. It may have ended."
    ),
    ProblemCode.SCOPE_EXCEEDED: (
        "An access token cannot allow more, or for longer, than what you came in with. "
        "Choose fewer permissions or a shorter time."
    ),
}

_RUNS_AND_DATASETS = {
    ProblemCode.DATASET_NOT_FOUND: (
        "I could not find this spreadsheet. It may have been deleted. Choose another from the list."
    ),
    ProblemCode.DATASET_IN_TRAINING: (
        "Trainings that wait or run use this spreadsheet ({runs}). Cancel them or wait until they "
        "end; then it can be deleted."
    ),
    ProblemCode.DATASET_IN_USE: (
        "Trainings used this spreadsheet ({runs}), so it cannot be deleted. "
        "It is kept so that you can repeat those trainings."
    ),
    ProblemCode.DATASET_INVALID: (
        "This spreadsheet cannot be used for training yet. "
        "See what is still to be put right, and send the file again."
    ),
    ProblemCode.RUN_REPEATS_NONE: (
        "This training repeats no other, so there is nothing to compare. "
        "Repeat a training to compare the two."
    ),
    ProblemCode.RUN_NOT_FAILED: (
        "This training did not fail, so there is nothing to try again. "
        "To have another like it, train again."
    ),
    ProblemCode.RUN_LIGHTEST: (
        "The settings of this training are the lightest already. "
        "Try a machine with more memory, or choose a smaller base model."
    ),
    ProblemCode.RUN_WITHOUT_MODEL: (
        "This training has no finished model. Wait until it ends, or choose another one's."
    ),
    ProblemCode.MODEL_MISSING: (
        "The model is no longer on the machine that trained it: its files were deleted or moved. "
        "Put them back, or train again."
    ),
    ProblemCode.MODEL_DAMAGED: (
        "The model's files on the training machine cannot be read. "
        "Restore them from a backup, or train again."
    ),
    ProblemCode.QUESTION_NEEDED: (
        "This model was taught to answer questions. Write the question that the text should answer."
    ),
    ProblemCode.QUESTION_UNFIT: (
        "This model was not taught to answer questions. Send the texts without a question."
    ),
    ProblemCode.PREDICTION_FAILED: (
        "The training machine broke off before it could answer. "
        "Try again; if it happens once more, send fewer or shorter texts."
    ),
    ProblemCode.MODEL_DELETED: (
        "This model was deleted and can't be used any more. Choose another, or train it again."
    ),
    ProblemCode.MODEL_IN_USE: (
        "Sheets are being classified with this model ({classifications}). "
        "Wait until that is done, or stop it, and try again."
    ),
    ProblemCode.TASK_NOT_OF_SHEETS: (
        "This model answers questions about a text, which a sheet of texts does not ask. "
        "Choose a model that gives categories or finds entities."
    ),
    ProblemCode.CLASSIFICATION_NOT_FOUND: (
        "I could not find this classified sheet. It may have been deleted; look at the list."
    ),
    ProblemCode.CLASSIFICATION_UNFINISHED: (
        "This sheet is not classified to its end. Wait until it is, and download it then."
    ),
    ProblemCode.QUOTA_CLASSIFICATIONS: (
        "You have as many sheets being classified as you may ({active} of {limit}). "
        "Wait until one of them is done, or stop one, and try again."
    ),
    ProblemCode.WORKER_NOT_FOUND: (
        "There is no such training machine. Check its id in the list of machines."
    ),
    ProblemCode.WORKER_REVOKED: (
        "This training machine was revoked and may not work any more. Register it again to use it."
    ),
    ProblemCode.WORKER_UNREACHABLE: (
        "The machine that keeps this model is off or out of reach. "
        "Turn it on, or wait until it is back, and try again."
    ),
    ProblemCode.WORKER_BUSY: (
        "The machine that keeps this model has too much to do right now. "
        "Wait a moment and try again; while it trains, answers take longer."
    ),
    ProblemCode.GRANT_INVALID: (
        "This permission to fetch texts has run out or belongs to other work. Ask for a new one."
    ),
    ProblemCode.DRAFT_NOT_FOUND: (
        "This draft is no longer here: its training has begun, or it was given up. "
        "See your trainings, or begin another one."
    ),
    ProblemCode.SAMPLE_NOT_FOUND: (
        "There is no sample spreadsheet of this name. Choose one from the list of samples."
    ),
    ProblemCode.RUN_NOT_FOUND: (
        "I could not find this training. Check the address, or choose another from the list."
    ),
    ProblemCode.RUN_ALREADY_ENDED: (
        "This training has already ended, so nothing changed. You can start another one."
    ),
    ProblemCode.DATASET_VERSION_NOT_FOUND: (
        "This spreadsheet has no version {version}; the newest is {newest}. Choose one that exists."
    ),
    ProblemCode.REPORT_NOT_FOUND: (
        "This spreadsheet is older than quality reports. Send the file again to get one."
    ),
    ProblemCode.LEFT_OUT_NOT_FOUND: (
        "No left-out rows are kept for this version. "
        "Download the original file if you want to check it."
    ),
    ProblemCode.VERSION_CONFLICT: (
        "This dataset is at version {newest} by now, and the change was meant for version "
        "{expected}. Look at the new version and decide again."
    ),
    ProblemCode.TOO_MANY_CORRECTIONS: (
        "There are {limit} corrections of this dataset already. Make a version of them first."
    ),
    ProblemCode.NO_CORRECTIONS: (
        "Nothing is marked to be corrected in this dataset. Mark a row first."
    ),
    ProblemCode.RECIPE_INVALID: (
        "These changes do not fit this dataset. See what is left to mend and try again."
    ),
    ProblemCode.TASK_NOT_TAUGHT: (
        "The spreadsheet is kept, but this server does not train this kind yet: {task}. "
        "Use it once a newer version is installed."
    ),
    ProblemCode.STEP_UNFIT: (
        "Fix {number} is not for this kind of spreadsheet. Take it out and try again."
    ),
    ProblemCode.RECIPE_ROW_UNKNOWN: (
        "Fix {number} is about rows that are not among the examples: {rows}. "
        "Take these rows out of the fix and try again."
    ),
    ProblemCode.RECIPE_LABEL_UNKNOWN: (
        "Fix {number} is about categories that are not here: {labels}. "
        "Choose categories of the spreadsheet and try again."
    ),
    ProblemCode.SPLIT_INDIVISIBLE: (
        "Fix {number} cannot keep an exam apart without losing a whole category. "
        "Add more documents of each category, or take this fix out."
    ),
    ProblemCode.CELLS_TOO_LONG: (
        "Some texts are too long for an Excel cell ({cells}). The limit is {limit} characters. "
        "Choose CSV or JSONL to have all of them."
    ),
    ProblemCode.SUSPECTS_UNFIT: (
        "This search is for texts with one category each, with {minimum} examples or more. "
        "This spreadsheet is not like that. Check the categories by reading a few examples."
    ),
    ProblemCode.TASK_MISMATCH: (
        "This spreadsheet was prepared for another kind of training: {dataset_task}. "
        "Choose that kind, or send the spreadsheet again to {task}."
    ),
    ProblemCode.BASE_MODEL_NOT_ALLOWED: (
        "The model {base_model} is not allowed here. Those allowed are: {allowed}. "
        "Choose one of them, or talk to whoever runs Afina."
    ),
    ProblemCode.REPLAY_RUNNING: (
        "The tables are being built again or compared already. Wait until that ends and try again."
    ),
    ProblemCode.RETENTION_RUNNING: (
        "Old things are being removed already. Wait until that ends and try again."
    ),
    ProblemCode.QUOTA_RUNS: (
        "You have as many trainings at once as you may ({active} of {limit}): {names}. "
        "Wait until one of them ends, or stop one, and try again."
    ),
    ProblemCode.QUOTA_RUNS_OF_ALL: (
        "There are as many trainings at once as there may be ({active} of {limit}). "
        "Nothing is lost: try again when one of them has ended."
    ),
}

_FILES = {
    ProblemCode.FILE_TYPE_UNKNOWN: (
        "I did not recognise {filename} as a spreadsheet. "
        "Save the file in one of these formats and send it again: {accepted}."
    ),
    ProblemCode.FILE_UNREADABLE: (
        "This file could not be read to its end. "
        "It may be damaged, or its columns may not line up. "
        "Open it in the program that made it, check it, save it and send it again."
    ),
    ProblemCode.FILE_PROTECTED: (
        "This spreadsheet has a password, so I cannot open it. "
        "Save a copy without a password and send the copy."
    ),
    ProblemCode.FILE_EMPTY: (
        "This spreadsheet is empty. Check that you chose the right file, and send it again."
    ),
    ProblemCode.FILE_TOO_LARGE: (
        "This file is too large: the limit is {limit_bytes}. "
        "Divide the spreadsheet, or take out the columns that you do not use."
    ),
    ProblemCode.TOO_MANY_ROWS: (
        "This spreadsheet has too many rows: the limit is {limit}. "
        "Divide it and send one part at a time."
    ),
    ProblemCode.TOO_MANY_COLUMNS: (
        "This spreadsheet has {columns} columns, and the limit is {limit}. "
        "Keep only the columns that you use, and send it again."
    ),
}

_COLUMNS = {
    ProblemCode.COLUMN_NOT_FOUND: (
        "I could not find the column {wanted}. This spreadsheet's columns are: {available}. "
        "Choose one of them."
    ),
    ProblemCode.COLUMN_DUPLICATED: (
        "More than one column is called {name}: {letters}. "
        "Give each a name of its own and send the file again."
    ),
    ProblemCode.TEXT_COLUMN_NOT_FOUND: (
        "It is not clear which column holds the texts. The columns are: {available}. "
        "Choose one of them, or check the spreadsheet."
    ),
    ProblemCode.LABEL_COLUMN_NOT_FOUND: (
        "It is not clear which column holds the categories. The columns are: {available}. "
        "Choose one of them, or check the spreadsheet."
    ),
    ProblemCode.ROLE_COLUMN_NOT_FOUND: (
        "It is not clear which column is the {role}. The columns are: {available}. "
        "Choose one of them, or check the spreadsheet."
    ),
    ProblemCode.COLUMNS_AMBIGUOUS: (
        "More than one column may be the {role}: {candidates}. Choose which one to use."
    ),
    ProblemCode.SHEETS_AMBIGUOUS: (
        "More than one sheet of this file has examples: {candidates}. Choose which one to use."
    ),
    ProblemCode.SHEET_NOT_FOUND: (
        "There is no sheet {wanted}. This file's sheets are: {available}. Choose one of them."
    ),
    ProblemCode.TASK_AMBIGUOUS: (
        "This spreadsheet fits more than one kind of training: {tasks}. Choose the one you want."
    ),
    ProblemCode.SEPARATOR_UNCONFIRMED: (
        "Some rows seem to have several categories, as in {examples}. "
        "Say whether {separator} separates categories or each row has just one."
    ),
    ProblemCode.FORM_AMBIGUOUS: (
        "It is not clear what the model should write. Choose one of these forms: {forms}."
    ),
    ProblemCode.ANSWER_STARTS_NEEDED: (
        "In {rows} of {total} rows the answer appears more than once in its context. "
        "Add a column that says where each answer starts, counting characters from 0."
    ),
    ProblemCode.ENTITY_STARTS_NEEDED: (
        "In {rows} of {total} rows the entity appears more than once in its text. "
        "Add a column that says where each entity starts, counting characters from 0."
    ),
    ProblemCode.SENTENCES_NOT_FOUND: (
        "The column {name} has one word in each row, but nothing says where a sentence ends. "
        "Add a column with the sentence's number, or a blank row after each sentence."
    ),
    ProblemCode.COLUMNS_EQUAL: (
        "The column {name} was chosen more than once: {roles}. "
        "Choose a different column for each part."
    ),
}

_EXAMPLES = {
    ProblemCode.NO_EXAMPLES: (
        "No row is complete, so there are no examples to learn from. "
        "Fill in the columns that are used and send the file again."
    ),
    ProblemCode.ONE_CLASS_ONLY: (
        "All examples have the same category: {label}. "
        "The model needs at least two to learn the difference. "
        "Add examples of another category."
    ),
    ProblemCode.CLASS_TOO_SMALL: (
        "Categories with fewer than {minimum} examples ({classes}): {labels}. "
        "The model needs one example to learn from and another for the exam. "
        "Add examples, join these categories to others, or take these rows out."
    ),
    ProblemCode.TOO_MANY_CLASSES: (
        "The category column has {classes} different values, and the limit is {limit}. "
        "Check that it is the right column."
    ),
    ProblemCode.CELLS_MERGED: (
        "There are merged cells in the columns that are used: {ranges}. "
        "Only the first of each merge holds a value, and the others ({cells}) are blank. "
        "Take the merges apart and repeat the value in each row."
    ),
    ProblemCode.FORMULAS_WITHOUT_RESULT: (
        "There are cells with a formula and no stored result: {cells}. They are read as empty. "
        "Open the spreadsheet in Excel or LibreOffice, save it and send it again."
    ),
    ProblemCode.ONE_GROUP_ONLY: (
        "All examples belong to the same text or document, so none can be kept for the exam. "
        "Add examples of another one."
    ),
    ProblemCode.NO_ENTITIES: (
        "No word of the spreadsheet is marked as an entity, so there is nothing to find. "
        "Mark some entities and send the file again."
    ),
    ProblemCode.ENTITY_TYPE_TOO_SMALL: (
        "Entity types that occur in fewer than {minimum} sentences ({types}): {labels}. "
        "The model needs one to learn from and another for the exam. "
        "Add examples, join these types to others, or take their marks out."
    ),
    ProblemCode.TOO_MANY_ENTITY_TYPES: (
        "There are {types} types of entity, and the limit is {limit}. "
        "Check that it is the right column."
    ),
    ProblemCode.NO_ANSWERS: (
        "No question has an answer, so there is nothing to learn. "
        "Add questions whose answers stand in their contexts."
    ),
}

_LEFT_OUT_ROWS = {
    ProblemCode.TEXT_EMPTY: (
        "This row has no text and is left out. Fill in the text if you want to use it."
    ),
    ProblemCode.LABEL_EMPTY: (
        "This row has no category and is left out. Fill in the category if you want to use it."
    ),
    ProblemCode.TEXT_TOO_LONG: (
        "This row's text has {characters} characters, and the limit is {limit}. "
        "It is left out. Shorten the text if you want to use it."
    ),
    ProblemCode.CONTEXT_EMPTY: (
        "This row has no context and is left out. Fill in the context if you want to use it."
    ),
    ProblemCode.QUESTION_EMPTY: (
        "This row has no question and is left out. Fill in the question if you want to use it."
    ),
    ProblemCode.ANSWER_EMPTY: (
        "This row has no answer and is left out. Fill in the answer if you want to use it."
    ),
    ProblemCode.ANSWER_NOT_IN_CONTEXT: (
        "This row's answer does not appear in its context, so it is left out. "
        "Copy the answer from the context, word for word."
    ),
    ProblemCode.ANSWER_AMBIGUOUS: (
        "This row's answer appears more than once in its context, so it is left out. "
        "Say where it starts, or copy a longer passage."
    ),
    ProblemCode.TOKENS_EMPTY: (
        "This row has no words and is left out. Fill in the words if you want to use it."
    ),
    ProblemCode.TOKENS_UNREADABLE: (
        "The words of this row are not a whole list, so it is left out. "
        "Write them as a list or with spaces between them."
    ),
    ProblemCode.TAGS_EMPTY: (
        "In this sentence tags are missing, so it is left out. "
        "Give each word a tag; O means that it is no entity."
    ),
    ProblemCode.TAGS_UNREADABLE: (
        "The tags of this row are not a whole list, so it is left out. "
        "Write them as a list or with spaces between them."
    ),
    ProblemCode.LENGTHS_DIFFER: (
        "This row has more words than tags, or fewer, so it is left out. Give each word one tag."
    ),
    ProblemCode.TAG_UNKNOWN: (
        "This sentence has a tag that I do not know, so it is left out. "
        "Use B- and I- before the type, and O for other words."
    ),
    ProblemCode.ENTITY_EMPTY: (
        "This row has a type but no entity, so it is left out. "
        "Copy the entity from the text if you want to use it."
    ),
    ProblemCode.ENTITY_TYPE_EMPTY: (
        "This row's entity has no type, so it is left out. Fill in the type if you want to use it."
    ),
    ProblemCode.ENTITY_NOT_IN_TEXT: (
        "This row's entity is not in its text as whole words, so it is left out. "
        "Copy the entity from the text as it stands there."
    ),
    ProblemCode.ENTITY_AMBIGUOUS: (
        "This row's entity appears more than once in its text, so it is left out. "
        "Say where it starts, or copy a longer passage."
    ),
    ProblemCode.ENTITY_OVERLAPS: (
        "This row's entity shares words with another of the same text, so it is left out. "
        "Keep the one that matters."
    ),
    ProblemCode.PROMPT_EMPTY: (
        "This row has no prompt and is left out. Fill in the prompt if you want to use it."
    ),
    ProblemCode.COMPLETION_EMPTY: (
        "This row has nothing for the model to write and is left out. "
        "Fill in the completion if you want to use it."
    ),
    ProblemCode.CONVERSATION_EMPTY: (
        "This row has no messages and is left out. Fill in the conversation if you want to use it."
    ),
    ProblemCode.CONVERSATION_UNREADABLE: (
        "I could not read this row's conversation, so it is left out. "
        "Write it as a list of messages, each with its role and its content."
    ),
    ProblemCode.CONVERSATION_NOT_TEXT: (
        "This row's conversation uses tools or images, so it is left out. "
        "Keep only its written messages if you want to use it."
    ),
    ProblemCode.CONVERSATION_OUT_OF_TURN: (
        "In this row's conversation the speakers do not take turns, so it is left out. "
        "Let a person speak first, then the assistant, and so on."
    ),
    ProblemCode.CONVERSATION_UNANSWERED: (
        "This row's conversation does not end with the assistant, so it is left out. "
        "Add the assistant's last message if you want to use it."
    ),
    ProblemCode.MESSAGE_EMPTY: (
        "A message of this row's conversation has no words, so the row is left out. "
        "Fill in that message if you want to use it."
    ),
}

_DROPPED_ROWS = {
    ProblemCode.ROW_DROPPED: (
        "This row was taken out by whoever looks after the spreadsheet. "
        "Undo the fix if you want to use it."
    ),
    ProblemCode.DUPLICATE_DROPPED: (
        "This row repeats another, with the same text and the same answer. Only the first stays."
    ),
    ProblemCode.NEAR_DUPLICATE_DROPPED: (
        "This row's text is almost that of another with the same answer. Only the first stays."
    ),
    ProblemCode.CONFLICT_DROPPED: (
        "This row's text also appears with another answer. "
        "Check which one is right if you want to use it."
    ),
    ProblemCode.SHORT_TEXT_DROPPED: (
        "This row's text has {characters} characters, and the fewest chosen is {limit}. "
        "Complete the text if you want to use it."
    ),
    ProblemCode.LONG_TEXT_DROPPED: (
        "This row's text has {characters} characters, and the most chosen is {limit}. "
        "Shorten the text if you want to use it."
    ),
    ProblemCode.LEAK_DROPPED: (
        "This exam row's text is also among those that the model learns. "
        "It goes, so that the exam is fair."
    ),
    ProblemCode.LABEL_LEFT_OUT: (
        "This row's category was left out. Undo the fix if you want to use it."
    ),
}

_FAILURES = {
    FailureCode.OUT_OF_MEMORY: (
        "The training machine ran out of memory, and the training stopped. "
        "Train again with shorter texts, or with fewer examples at a time."
    ),
    FailureCode.EXAMPLES_UNAVAILABLE: (
        "The training machine could not get the examples. "
        "Check its connection to the server and train again."
    ),
    FailureCode.EXAMPLES_UNUSABLE: (
        "The training machine got the examples but could not learn from them. "
        "Check the spreadsheet, send it again and start another training."
    ),
    FailureCode.BASE_MODEL_UNAVAILABLE: (
        "The training machine did not find the base model. "
        "Choose another, or ask whoever runs Afina to install it."
    ),
    FailureCode.BASE_MODEL_UNUSABLE: (
        "The base model does not suit this kind of training. Choose another and train again."
    ),
    FailureCode.DIVERGED: (
        "The training error got out of hand, and the model did not learn. "
        "Train again with a lower learning rate."
    ),
    FailureCode.DISK_FULL: (
        "The training machine ran out of disk space. Free some space on it and train again."
    ),
    FailureCode.CRASHED: (
        "The training stopped because of an unexpected error. Train again. "
        "If it goes on, show the technical details to support."
    ),
    FailureCode.ATTEMPTS_EXHAUSTED: (
        "The training failed in every attempt ({attempts}) and will not be repeated by itself. "
        "See the technical details and start another training."
    ),
    FailureCode.TIME_LIMIT: (
        "The training took longer than a training may take here, so it was ended. "
        "Choose a quicker way to train or fewer rounds, or ask an administrator for more time."
    ),
    FailureCode.STALLED: (
        "The training stood still in its last attempt and will not be repeated by itself. "
        "Check the training machine, then start another training."
    ),
}

_CLASSIFICATION_FAILURES = {
    ClassificationFailureCode.MODEL_MISSING: (
        "The model is not on its machine any more, or can't be read there. Train it again."
    ),
    ClassificationFailureCode.CRASHED: (
        "The process that answers ended time and again while it read this sheet. "
        "Try with fewer or shorter texts; if it happens again, ask for help."
    ),
}

_ALERTS = {
    AlertCode.NO_PROGRESS: (
        "The training has shown no progress for {silent_seconds} on the machine {worker}. "
        "If that goes on, it starts again from its last save point. Check the machine."
    ),
    AlertCode.STUCK_EPOCH: (
        "Round {epoch} has taken {epoch_seconds} on the machine {worker}, longer than expected. "
        "It goes back to the queue and continues from its last save point. Check the machine."
    ),
    AlertCode.NO_WORKER: (
        "The training has waited for {waiting_seconds}, and no machine of the group {pool} is on. "
        "Start a training machine, or ask whoever runs Afina to."
    ),
    AlertCode.WORKER_LOST: (
        "The training machine {worker} stopped answering. "
        "Check that it is on and connected to the network."
    ),
    AlertCode.DEAD_LETTERS: (
        "Some messages ({messages}) could not be processed and were set aside. "
        "Nothing else is affected. Whoever runs Afina can see them with the command afina events."
    ),
    AlertCode.STORE_FULL: (
        "The store of events holds {used_bytes} of the {limit_bytes} that it may. "
        "Give it more room soon: once it is full, nothing new is taken."
    ),
    AlertCode.PROJECTOR_BEHIND: (
        "The screens are behind by {messages} events, and have been for {behind_seconds}. "
        "Nothing is lost. Check the load of the server and of its database."
    ),
    AlertCode.LOG_CUT: (
        "The end of the log is gone: it ends at event {end} and was sealed up to {sealed}. "
        "Keep everything as it is, run afina audit verify, and restore a backup."
    ),
    AlertCode.BACKUP_FAILED: (
        "The automatic backup could not be made; it is tried again. The newest is {old_seconds} "
        "old. Check the disk of the backup folder and log/afina.log."
    ),
    AlertCode.BACKUP_OLD: (
        "The newest automatic backup is {old_seconds} old. Check whether the folder of backups "
        "can be written, and log/afina.log."
    ),
}

_ALERT_TOPICS = {
    AlertCode.NO_PROGRESS: "No progress",
    AlertCode.STUCK_EPOCH: "A round takes too long",
    AlertCode.NO_WORKER: "No training machine",
    AlertCode.WORKER_LOST: "Training machine not answering",
    AlertCode.DEAD_LETTERS: "Messages set aside",
    AlertCode.STORE_FULL: "Store of events almost full",
    AlertCode.PROJECTOR_BEHIND: "Screens behind",
    AlertCode.LOG_CUT: "End of the log gone",
    AlertCode.BACKUP_FAILED: "No backup made",
    AlertCode.BACKUP_OLD: "Backup too old",
}

_NOTICE_TOPICS = {
    NoticeKind.RUN_COMPLETED: "Training completed",
    NoticeKind.RUN_FAILED: "Training failed",
    NoticeKind.RUN_CANCELLED: "Training cancelled",
    NoticeKind.WORKER_LOST: "Training machine not answering",
    NoticeKind.WORKER_BACK: "Training machine answering again",
    NoticeKind.ALERT_RAISED: "Attention",
    NoticeKind.ALERT_CLOSED: "Over",
    NoticeKind.LOG_SEALED: "Seal of the log",
    NoticeKind.CLASSIFICATION_COMPLETED: "Spreadsheet classified",
    NoticeKind.CLASSIFICATION_FAILED: "Spreadsheet not classified",
}

_NOTICES = {
    NoticeKind.RUN_COMPLETED: "The training {name} is completed. Open Afina to see how good it is.",
    NoticeKind.RUN_FAILED: "The training {name} failed.",
    NoticeKind.RUN_CANCELLED: "The training {name} was cancelled.",
    NoticeKind.WORKER_LOST: "A training machine needs attention.",
    NoticeKind.WORKER_BACK: "The training machine {worker} is answering again.",
    NoticeKind.ALERT_RAISED: "Something needs attention.",
    NoticeKind.ALERT_CLOSED: "What needed attention is over.",
    NoticeKind.LOG_SEALED: (
        "Keep this seal of the log outside of Afina: with it, afina audit verify --expect "
        "proves later that nothing was changed up to here."
    ),
    NoticeKind.CLASSIFICATION_COMPLETED: (
        "The spreadsheet {sheet} is classified. Download the answers on the model's page."
    ),
    NoticeKind.CLASSIFICATION_FAILED: "The spreadsheet {sheet} could not be classified.",
}

_TOPICS = {
    CheckCode.FEW_EXAMPLES: "few examples",
    CheckCode.SMALL_SET: "few examples in all",
    CheckCode.IMBALANCE: "uneven categories",
    CheckCode.SIMILAR_LABELS: "categories that look alike",
    CheckCode.CONFLICTING_ANSWERS: "different answers to the same text",
    CheckCode.SUSPICIOUS_LABELS: "answers that look mixed up",
    CheckCode.SHORT_TEXTS: "very short texts",
    CheckCode.LONG_TEXTS: "very long texts",
    CheckCode.TEXTS_CUT: "texts that will be cut",
    CheckCode.DUPLICATES: "repeated rows",
    CheckCode.NEAR_DUPLICATES: "texts that hardly differ",
    CheckCode.PERSONAL_DATA: "personal data",
    CheckCode.EMPTY_CELLS: "empty cells",
    CheckCode.ROWS_UNUSABLE: "rows that can't be used",
    CheckCode.REPEATED_TEXTS: "texts that come again",
    CheckCode.SPLIT_LEAKS: "texts inside and outside the exam",
    CheckCode.SPLIT_UNEVEN: "categories that one side of the exam lacks",
    CheckCode.FORMULAS_READ: "formulas",
    CheckCode.MERGED_CELLS: "merged cells",
    CheckCode.HIDDEN_ROWS: "hidden rows",
    CheckCode.TAGS_REPAIRED: "mended tags",
    CheckCode.OFFSETS_FOUND: "places found",
    CheckCode.OFFSETS_MENDED: "places mended",
    CheckCode.ANSWERS_UNPLACED: "answers without a place",
    CheckCode.UNANSWERABLE: "questions without an answer",
}

_STEPS = {
    "merge_labels": "Write {labels} as {into}.",
    "leave_out_labels": "Leave out the categories: {labels}.",
    "relabel_rows": "Change the answer to {label} in the rows: {rows}.",
    "drop_rows": "Take out the rows: {rows}.",
    "drop_duplicates": "Take out repeated rows and keep the first of each.",
    "drop_near_duplicates": "Take out texts that hardly differ and keep the first of each.",
    "settle_conflicts commonest": "Where a text has different answers, keep the commonest.",
    "settle_conflicts none": "Take out the texts that have different answers.",
    "drop_short_texts": "Take out texts of fewer than {characters} characters.",
    "drop_long_texts": "Take out texts of more than {characters} characters.",
    "cut_texts": "Cut the texts after {characters} characters.",
    "split_rows": "Learn from {percent}% of the examples and keep the others for the exam.",
    "drop_leaks": "Take out of the exam the texts that the model will also learn.",
    "weigh_classes": "Give all categories the same weight, even those with few examples.",
    "keep": "Leave as it is and say no more about {check}.",
}

STAGES = {
    Stage.RECEIVING: "Receiving the file",
    Stage.OPENING: "Opening the file",
    Stage.READING: "Reading the rows",
    Stage.SORTING: "Sorting out the examples",
    Stage.JUDGING: "Checking the quality",
    Stage.WRITING: "Storing",
}

_CHECKS = {
    CheckCode.FEW_EXAMPLES: (
        "Some categories have fewer than {recommended} examples ({classes}): {labels}. "
        "The smallest is {smallest}, with {examples}. In all, {missing} examples are missing. "
        "Add more, join categories, or go on knowing that the model will do worse on these."
    ),
    CheckCode.SMALL_SET: (
        "There are only {examples} examples in all; {recommended} are recommended. "
        "From few examples the model learns less. Add {missing} more if you can."
    ),
    CheckCode.IMBALANCE: (
        "The category {largest} has {largest_examples} examples. "
        "But {smallest} has {smallest_examples}, which is {ratio} times fewer. "
        "The model tends to prefer the largest. "
        "Give all of them the same weight, or add examples of the smaller ones."
    ),
    CheckCode.SIMILAR_LABELS: (
        "The same category seems to be written in different ways ({groups}): {spellings}. "
        "To the model these are different categories, and {examples} examples are set apart. "
        "Join those that are the same."
    ),
    CheckCode.CONFLICTING_ANSWERS: (
        "The same text has different answers: {texts} texts, in {rows} rows ({share}%). "
        "The model cannot know which one counts. "
        "Keep the commonest answer, or take these rows out."
    ),
    CheckCode.SUSPICIOUS_LABELS: (
        "A quick model disagrees with the category of {rows} examples, of {judged} ({share}%). "
        "Some may be mixed up. Check each one before changing it."
    ),
    CheckCode.SHORT_TEXTS: (
        "There are {rows} texts of under {characters} characters ({share}%). "
        "Texts so short teach little. See the examples, and take out those that say nothing."
    ),
    CheckCode.LONG_TEXTS: (
        "There are {rows} texts of over {characters} characters ({share}%). "
        "The model reads only the beginning of each. Check that what matters is there."
    ),
    CheckCode.TEXTS_CUT: (
        "The model reads up to {max_length} word pieces of each text. "
        "Longer than that are {texts} of {counted} texts ({texts_share}%). "
        "So {share}% of the content goes unread. "
        "If what matters is at the end, divide the long texts."
    ),
    CheckCode.DUPLICATES: (
        "There are {rows} repeated rows, with the same text and the same answer ({share}%). "
        "They teach nothing new. Keep one of each."
    ),
    CheckCode.NEAR_DUPLICATES: (
        "There are {rows} rows almost equal to another, with the same answer ({share}%). "
        "They teach little and can make the exam too easy. "
        "See the examples and decide whether they stay."
    ),
    CheckCode.PERSONAL_DATA: (
        "There are {rows} texts that seem to hold personal data ({share}%). "
        "Found were CPF in {cpf}, CNPJ in {cnpj}, e-mail in {email} and telephone in {phone}. "
        "Nothing was changed. See whether you may use these data."
    ),
    CheckCode.EMPTY_CELLS: (
        "There are {rows} rows with an empty cell in {columns}, and they are left out ({share}%). "
        "These are rows {row_numbers}. Fill in the cells if you want to use them."
    ),
    CheckCode.ROWS_UNUSABLE: (
        "There are {rows} rows that can't be used for what stands in {columns} ({share}%). "
        "These are rows {row_numbers}. Download the rows left out to see the reason of each."
    ),
    CheckCode.REPEATED_TEXTS: (
        "There are {texts} texts that stand in more than one row. "
        "Rows of the same text stay together: all to learn from, or all for the exam. "
        "That keeps the exam's result fair."
    ),
    CheckCode.SPLIT_LEAKS: (
        "There are {rows} rows of the exam whose text is also learned from ({share}%). "
        "The exam's result then seems better than it is. "
        "Take these rows out, or let Afina split again."
    ),
    CheckCode.SPLIT_UNEVEN: (
        "The spreadsheet sets {train_rows} rows apart to learn from and {validation_rows} "
        "for the exam. "
        "Categories that are on one side only ({classes}): {labels}. "
        "Let Afina split again, or mend the split."
    ),
    CheckCode.FORMULAS_READ: (
        "There are {cells} cells with a formula; what counts is the result stored with it. "
        "Without a stored result, and so empty: {blank}. "
        "If any is missing, open the spreadsheet in Excel, save it and send it again."
    ),
    CheckCode.MERGED_CELLS: (
        "There are merged cells in the columns that are used ({ranges}). "
        "Only the first of each has a value, and the others ({cells}) are empty. "
        "If you need them, unmerge them and fill in each row."
    ),
    CheckCode.HIDDEN_ROWS: (
        "Rows that the spreadsheet hides, by a filter or by hand: {rows}. "
        "The model learns from them too. If you don't want that, take them out here."
    ),
    CheckCode.TAGS_REPAIRED: (
        "Afina mended {tags} tags in {rows} sentences, so that each entity has a beginning. "
        "No word was changed. Check a few examples."
    ),
    CheckCode.OFFSETS_FOUND: (
        "The places of {answers} passages, of {total} in all, were found in the text. "
        "No word was changed. Check a few examples."
    ),
    CheckCode.OFFSETS_MENDED: (
        "The places given for {answers} passages, of {total} in all, did not fit the text. "
        "The places where they really are were used instead. Check a few examples."
    ),
    CheckCode.ANSWERS_UNPLACED: (
        "For {answers} accepted answers, of {total} in all, no single place in the context "
        "was found. They are left out. Their questions keep the other answers."
    ),
    CheckCode.UNANSWERABLE: (
        "There are {questions} questions without an answer, of {total} in all. "
        "From them the model learns to say that the text does not answer. "
        "If an answer was forgotten, fill it in and send the file again."
    ),
}

_ESTIMATES = {
    Basis.OWN_RUNS: (
        "From {low_seconds} to {high_seconds}, by earlier trainings on this computer ({runs})."
    ),
    Basis.SAME_DEVICE: (
        "From {low_seconds} to {high_seconds}, going by trainings on an equal computer ({runs})."
    ),
    Basis.GUESS: (
        "No such training on this computer yet: a first guess is {low_seconds} to {high_seconds}."
    ),
    Basis.UNKNOWN: "This computer is off and has trained no such model, so its speed is unknown.",
}

_OUTCOMES = {
    Outcome.WAITING: "One of the two trainings has not ended. The comparison comes at the end.",
    Outcome.NO_RESULT: "One of the two trainings ended without a model, so nothing is compared.",
    Outcome.IDENTICAL: "Identical: the same model to the last bit, and the same figures.",
    Outcome.SAME_METRICS: "The figures are the same, but the models differ in some bits.",
    Outcome.DIFFERENT: "The result is not the same as before. See below what differs.",
}

_CIRCUMSTANCES = {
    Circumstance.HOSTNAME: "It ran on another computer: {before} before, {after} now.",
    Circumstance.DEVICE: "It ran on another kind of device: {before} before, {after} now.",
    Circumstance.DEVICE_NAME: "The device was another: {before} before, {after} now.",
    Circumstance.COMPUTE_CAPABILITY: (
        "The graphics card is of another generation: {before} before, {after} now."
    ),
    Circumstance.DRIVER: "The graphics driver changed: {before} before, {after} now.",
    Circumstance.CUDA: "The version of CUDA changed: {before} before, {after} now.",
    Circumstance.PROCESSOR: "The processor was another: {before} before, {after} now.",
    Circumstance.PROCESSORS: "It could use {before} processors before, and {after} now.",
    Circumstance.CODE_VERSION: "The version of Afina changed: {before} before, {after} now.",
    Circumstance.PYTHON: "The version of Python changed: {before} before, {after} now.",
    Circumstance.TORCH: "The version of PyTorch changed: {before} before, {after} now.",
    Circumstance.TRANSFORMERS: "The version of transformers changed: {before} before, {after} now.",
    Circumstance.TOKENIZERS: "The version of tokenizers changed: {before} before, {after} now.",
    Circumstance.NUMPY: "The version of numpy changed: {before} before, {after} now.",
    Circumstance.PRECISION: "Numbers had another format: {before} before, {after} now.",
    Circumstance.PROCESSES: "{before} devices trained it together before, and {after} now.",
    Circumstance.THREADS: "An operation used {before} threads before, and {after} now.",
    Circumstance.DETERMINISTIC: (
        "Operations that can vary from one time to the next were ruled out only once of the two."
    ),
    Circumstance.TOKEN_BUDGET: (
        "Texts went to the device in other pieces: {before} word pieces before, {after} now."
    ),
}

CATALOGUE = Catalogue(
    problems=(
        _REQUESTS
        | _PEOPLE
        | _RUNS_AND_DATASETS
        | _FILES
        | _COLUMNS
        | _EXAMPLES
        | _LEFT_OUT_ROWS
        | _DROPPED_ROWS
    ),
    failures=_FAILURES,
    classification_failures=_CLASSIFICATION_FAILURES,
    alerts=_ALERTS,
    alert_topics=_ALERT_TOPICS,
    notices=_NOTICES,
    notice_topics=_NOTICE_TOPICS,
    notice_asked_for=(
        "You asked for this notice on the page My account of Afina, and can end it there."
    ),
    checks=_CHECKS,
    presets={
        Preset.FAST: "Quick",
        Preset.BALANCED: "Balanced",
        Preset.ACCURATE: "Thorough",
    },
    severities={
        Severity.STRONG: "Serious",
        Severity.WARNING: "Worth mending",
        Severity.NOTE: "Good to know",
    },
    statuses={
        RunStatus.QUEUED: "In the queue",
        RunStatus.RUNNING: "Training",
        RunStatus.COMPLETED: "Completed",
        RunStatus.FAILED: "Failed",
        RunStatus.CANCELLED: "Cancelled",
    },
    stages=STAGES,
    estimates=_ESTIMATES,
    may_stop="The longer time is that of all rounds ({epochs}); it may stop sooner.",
    outcomes=_OUTCOMES,
    circumstances=_CIRCUMSTANCES,
    phases={
        Phase.PREPARING: "Prepare texts",
        Phase.TRAINING: "Train",
        Phase.EVALUATING: "Final exam",
        Phase.SAVING: "Save",
    },
    roles={
        Role.TEXT: "text",
        Role.LABEL: "category",
        Role.GROUP: "group",
        Role.SPLIT: "split",
        Role.TOKENS: "words",
        Role.TAGS: "tags",
        Role.SENTENCE: "sentence",
        Role.ENTITY: "entity",
        Role.ENTITY_TYPE: "entity type",
        Role.ENTITY_START: "entity start",
        Role.CONTEXT: "context",
        Role.QUESTION: "question",
        Role.ANSWER: "answer",
        Role.ANSWER_START: "answer start",
        Role.UNANSWERABLE: "no answer",
        Role.QUESTION_TYPE: "question type",
        Role.PROMPT: "prompt",
        Role.COMPLETION: "completion",
        Role.INPUT: "input",
        Role.SYSTEM: "system message",
        Role.MESSAGES: "conversation",
        Role.ID: "identifier",
    },
    tasks={
        Task.TEXT_CLASSIFICATION: "sorting texts",
        Task.TOKEN_CLASSIFICATION: "finding entities",
        Task.QUESTION_ANSWERING: "answering questions about texts",
        Task.TEXT_GENERATION: "writing texts",
    },
    forms={
        TextForm.TEXT: "running text",
        TextForm.CODE: "source code",
        TextForm.QA: "questions with answers",
        TextForm.COMPLETION: "prompts with completions",
        TextForm.CHAT: "conversations",
    },
    topics=_TOPICS,
    steps=_STEPS,
    left_out_row="Row in the file sent",
    left_out_reason="Why it was left out",
    correction="Correction",
    correction_left_out="(leave the row out)",
    unknown="(not given)",
    quoted="“{}”",
    both=" and {}",
    more=" and {} more",
    a_new_kind_of_alert="An alert that this version does not know. Update Afina to learn more.",
    thousands=",",
    decimal=".",
)
