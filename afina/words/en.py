"""Plain English."""

from afina.words import (
    alerts,
    audit,
    cancellation,
    checkup,
    diagnosis,
    limits,
    models,
    people,
    retention,
    usage,
    workers,
)
from afina.words.catalogue import (
    BackupWords,
    DataWords,
    DemoWords,
    EventWords,
    ExportWords,
    FitWords,
    HelpWords,
    Language,
    ReplayWords,
    ResultWords,
    StackWords,
    TokenWords,
    TrainWords,
    Verdict,
    Words,
)
from afina.words.numbers import Numbers
from schemas.baselines import BaselineCode

ENGLISH = Words(
    language=Language.ENGLISH,
    numbers=Numbers(thousands=",", decimal="."),
    stack=StackWords(
        starting=lambda folder: f"Starting Afina. Everything is kept in {folder}.",
        serving=lambda address: f"Afina is up: {address}",
        sign_in=lambda link: f"To sign in, open: {link}",
        setup=lambda link: f"To give it an administrator with a password, open once: {link}",
        joining=lambda command: (
            f"For another computer to train: afina worker register NAME, and there {command}"
        ),
        machine_key="KEY",
        how_to_stop="To stop it: Ctrl-C.",
        stopping="Stopping…",
        stopped="Afina has stopped. Nothing is lost.",
        none_running=lambda folder: f"No Afina is running on {folder}. To start it: afina up.",
        nothing_here=lambda folder: (
            f"There is no Afina in {folder}. Name the right folder with --data-dir, "
            "or start one with afina up."
        ),
        already_running=lambda pid, address: (
            f"Afina is already running on this folder: {address} (process {pid})."
            " To stop it: afina stop."
        ),
        busy=lambda pid: f"Process {pid} is using this folder now. Wait for it and try again.",
        port_taken=lambda place: (
            f"Another program already uses {place}. Choose another port, for example: --port 8090."
        ),
        cannot_start=lambda error: f"Afina could not start.\n{error}",
        cannot_stop=lambda pid: f"Process {pid} did not end in time.",
        prepared="Database and streams are ready.",
        no_addresses="Say where the servers are: NATS_URL and DATABASE_URL.",
        wrong_setting=lambda name, reason: (
            f"The value of the environment variable {name} cannot be used: {reason}. "
            "Mend it and start again; docs/settings.md tells what each takes."
        ),
        unfit_certificate=lambda path, reason: (
            f"The certificate {path} cannot be used: {reason}. Check AFINA_TLS_CERT and "
            "AFINA_TLS_KEY."
        ),
        in_plain_text=(
            "Beware: the network sees all of it, passwords and keys included. "
            "Put a proxy with TLS before Afina, and let others reach only that."
        ),
        not_admitted=lambda worker: (
            f"The worker {worker} may not work: it was never registered, or its access was "
            "revoked. What it has trained stays on this disk. "
            "Ask an administrator of Afina for a new machine key."
        ),
        missing_part=lambda module, extra: (
            f"A part is not installed ({module}). Install it: pip install 'afina[{extra}]'"
        ),
    ),
    worker=workers.ENGLISH,
    token=TokenWords(
        columns=("Token", "Whose", "Name", "Made", "Last used", "State"),
        user=lambda owner: f"user {owner}",
        worker=lambda worker: f"machine {worker}",
        works="works",
        revoked="revoked",
        expired="expired",
        never="never",
        now_revoked=lambda token_id: f"The access token {token_id} no longer works.",
        unknown=lambda token_id: (
            f"There is no working access token {token_id}. See: afina token list."
        ),
        not_an_id=lambda said: (
            f"“{said}” does not identify an access token. See: afina token list."
        ),
        not_a_scope=lambda said: f"There is no scope “{said}”. Use read, write or admin.",
    ),
    replay=ReplayWords(
        reading=lambda stream: f"Reading {stream} again",
        columns=("Table", "Rows in use", "Rows rebuilt", "Comparison"),
        equal="equal",
        different="different",
        all_equal=lambda events, seconds: (
            f"The rebuilt tables equal the ones in use: {events} events in {seconds} s."
        ),
        not_equal=lambda names: f"These tables differ from what the log tells: {names}.",
        differing_rows=lambda table, keys: f"  {table}: for example {keys}",
        use_rebuilt="Nothing was changed. To use the rebuilt tables: afina replay --switch",
        accept=(
            "Nothing was changed; the rebuilt tables wait. To use them though they differ: "
            "afina replay --switch --accept-differences"
        ),
        switched=(
            "The rebuilt tables are in use. The earlier ones are kept: "
            "afina replay --rollback takes them back, afina replay --drop forgets them."
        ),
        kept_rows=lambda rows: (
            f"{rows} rows of logs are older than what the broker keeps; they were taken over."
        ),
        rolled_back="The earlier tables are in use again, and up to date.",
        dropped="The tables that were not in use are gone.",
        none_to_drop="There were no tables but those in use.",
        one_action="Ask for one thing at a time: --switch, --rollback, --status or --drop.",
        running="Another afina replay is at work. Wait for it, or end it.",
        no_space=lambda needed, free: (
            f"The rebuilt tables need about {needed} GB of disk, and {free} GB are free. "
            "Make room, or drop the earlier tables: afina replay --drop"
        ),
        no_previous="There are no earlier tables to go back to.",
        other_shape=(
            "Those tables were made for another version of Afina. Build them again: afina replay"
        ),
        busy=(
            "The tables are being written and could not be swapped. Nothing was changed; "
            "the rebuilt ones wait. Try again."
        ),
        status_columns=("Tables", "Log", "Telemetry", "Rows", "Size", "Made", "Different"),
        live="in use",
        next="rebuilt",
        previous="earlier",
        as_it_came="event by event",
        under_construction=lambda done, total, rate: f"{done} of {total} read, {rate}/s",
        nothing_differs="nothing",
        replaying="A replay is at work.",
        stopped_amid="A replay was stopped halfway; the next afina replay goes on with it.",
    ),
    backup=BackupWords(
        stages={
            "check": "Checking the backup",
            "files": "Copying files",
            "tables": "Copying tables",
            "log": "Copying the log",
        },
        made=lambda folder: f"Backup made: {folder}",
        holds=lambda events, rows, files, megabytes: (
            f"It holds {events} events, {rows} rows of tables and {files} files: {megabytes} MB."
        ),
        took=lambda seconds, megabytes: f"It took {seconds} s and copied {megabytes} MB of files.",
        private="It holds people's texts and access: keep it where only you can read it.",
        no_models="Trained models are not in it: they stay on the machines that trained them.",
        missing=lambda files: (
            f"{files} files that datasets need were missing or damaged, so the backup lacks them."
        ),
        whole=lambda folder: f"Every file of the backup is as it was written: {folder}",
        none_here=lambda folder: f"There is no whole backup in {folder}.",
        busy=lambda folder: f"Another backup is being made in {folder}. Try again when it is done.",
        damaged=lambda path: f"The backup is damaged and was not used. Missing or changed: {path}",
        newer=lambda folder: (
            f"A newer Afina made the backup {folder}. Update this one and try again."
        ),
        broker=lambda error: (
            f"The log's server refused or fell silent: {error}.\n"
            "Nothing that was saved is lost. Repeat the command when the server answers."
        ),
        disk=lambda reason: (
            f"Could not read or write: {reason}. Look at the folder, its permissions and "
            "the free space, and repeat the command."
        ),
        not_empty=lambda events: (
            f"This Afina already has {events} events, and restoring would replace them.\n"
            "To do it, repeat the command with --replace: a backup of them is made first."
        ),
        in_use="Processes of Afina are using the database. Stop them, then repeat the command.",
        kept=lambda folder: f"What was here before is kept in {folder}",
        restored=lambda folder: f"Restored: {folder}\nTo go on: afina up.",
    ),
    events=EventWords(
        columns=("Number", "Subject", "Event", "Set aside", "Why"),
        unknown="only a newer version knows it",
        none_waiting="No event is set aside: all of the log is in the tables.",
        how_to_retry="Once Afina is updated or repaired: afina events retry --all",
        no_such=lambda sequence: f"No event {sequence} is set aside.",
        say_which="Say which events, by their numbers, or --all.",
        projected=lambda count: f"Now in the tables: {count}.",
        still_waiting=lambda count: f"Still set aside: {count}.",
        log_away="The log or the database does not answer. Nothing is lost; try again.",
    ),
    train=TrainWords(
        no_such_file=lambda path: f"There is no file {path}.",
        not_a_model=lambda folder: f"There is no model in {folder} that answers to texts.",
        cannot_ask=lambda run: f"Cannot ask the model of {run}:",
        needs_model="Say which model: its folder, or a training with --run.",
        needs_question="This model answers questions. Ask yours with --question.",
        takes_no_question="This model answers no questions. Repeat this without --question.",
        not_a_setting=lambda said: f"“{said}” is not a setting. Write it so: learning_rate=5e-5.",
        sending=lambda name: f"Sending {name}…",
        known="The server already knew this spreadsheet.",
        rows=lambda total, used, left: f"{total} rows: {used} used, {left} left out.",
        columns=lambda text, label: f"Text in column “{text}”, right answer in column “{label}”.",
        together=lambda column: (
            f"Rows with the same value in “{column}” stay on one side of the exam."
        ),
        more_categories=lambda rest: f"and {rest} more",
        categories=lambda names: f"Categories: {names}.",
        goes_on=lambda name: (
            f"Trying “{name}” again, from its save point if the machine that kept one takes it."
        ),
        lighter=lambda name, length, texts: (
            f"Trying “{name}” again with lighter settings: "
            f"{length} words of each text, groups of {texts}."
        ),
        again=lambda name: f"Training “{name}” again, with the same data, settings and seed.",
        asked=lambda preset, model: f"{preset} training, starting from the model {model}.",
        follow=lambda address: f"Follow it too at {address}",
        refused=lambda name: f"No model can be trained from {name}:",
        repeat_with="Repeat the command with one of these:",
        at_row=lambda row: f"row {row}",
        at_column=lambda column: f"column “{column}”",
        whole="Whole training",
        round=lambda number, total: f"Round {number} of {total}",
        waiting=lambda place: f"Waiting for a free machine (number {place} in the queue)",
        queued="Waiting for a free machine",
        phases={
            "preparing": "Preparing the texts",
            "training": "Training",
            "evaluating": "Taking the exam",
            "saving": "Saving the model",
        },
        left=lambda minutes: f"about {minutes} min left" if minutes > 1 else "nearly done",
        round_done=lambda number, total, hits, seconds: (
            f"Round {number} of {total}: {hits} of every 100 right in the exam ({seconds} s)"
        ),
        so_far=lambda hits: f"best so far: {hits} of every 100 right",
        round_done_by_f1=lambda number, total, f1, seconds: (
            f"Round {number} of {total}: F1 of {f1} in 100 in the exam ({seconds} s)"
        ),
        so_far_by_f1=lambda f1: f"best so far: F1 of {f1} in 100",
        trying_again="The attempt failed. The training is back in the queue and will try again.",
        requeued="The machine stopped. The training is back in the queue and will go on.",
        memory="Memory ran short. The training goes on in smaller pieces.",
        memory_shortened=lambda tokens: (
            f"Not even one text fitted into memory. The training goes on with texts cut to "
            f"{tokens} word pieces."
        ),
        reconnecting="The server does not answer. The training goes on; trying again…",
        unreachable=lambda address: (
            f"The server at {address} does not answer. To learn why: afina doctor."
        ),
        ask_cancel="The training goes on without this window. Cancel the training? [y/N] ",
        ask_cancel_own=(
            "The training can go on when Afina starts again. Cancel it for good? [y/N] "
        ),
        yes="y",
        left_running=lambda address: f"The training goes on. Follow it at {address}",
        left_waiting="The training is kept and goes on when Afina starts again.",
        cancelling="Cancelling the training…",
        failed=lambda reason: f"The training did not finish. {reason}",
        cancelled="The training was cancelled.",
        presets={
            "rapido": "Quick",
            "equilibrado": "Balanced",
            "preciso": "Thorough",
        },
    ),
    data=DataWords(
        stages={
            "opening": "Opening the file",
            "reading": "Reading the rows",
            "sorting": "Sorting out the examples",
            "judging": "Looking for problems",
            "writing": "Writing",
        },
        task=lambda task: f"Kind of training: {task}.",
        sheet=lambda name: f"Sheet that was read: “{name}”.",
        sheet_of=lambda name, rows: f"Sheet “{name}”: {rows} rows",
        column=lambda role, name, sure: f"{role}: column “{name}” ({sure}% sure)",
        first_rows=lambda rows: f"The first rows: {rows}",
        left_out=lambda rows: f"Rows left out: {rows}",
        categories=lambda count: f"Examples per category ({count})",
        more_labels=lambda count: f"… and {count} more",
        score=lambda points: f"Quality of the data: {points} of 100",
        nothing_found="Nothing to improve.",
        severities={"strong": "serious", "warning": "attention", "note": "good to know"},
        lengths=lambda model: f"Length of the texts, in word pieces of {model}",
        between=lambda low, high: f"{low} to {high}",
        cut=lambda limit, texts, share: (
            f"Reading up to {limit}: {texts} texts would be cut, {share}% of the content."
        ),
        estimated="An estimate from the number of letters: the base model is not on this computer.",
        counted=lambda examples: f"Counted in {examples} examples, spread over the spreadsheet.",
        suspects=lambda found, judged: (
            f"Categories that look mixed up: {found} of {judged} rows. Check each of them."
        ),
        likelier=lambda label, likelier, sure: (
            f"(says “{label}”, looks like “{likelier}”: {sure}%)"
        ),
        what_next=lambda name: (
            f"To apply what is recommended: afina data fix {name} --recommended -o new.xlsx"
        ),
        none_left_out="No row is left out.",
        left_out_kept=lambda path: f"The rows that are left out are in {path}.",
        nothing_to_do="No fix was asked for. See: afina data fix --help.",
        not_a_column=lambda said: (
            f"“{said}” does not name a role and a column. Write it like this: --column text=body."
        ),
        not_a_step=lambda said, others: (
            f"“{said}” is not a fix that I know. Write it like this: {others}."
        ),
        not_a_recipe=lambda path: f"The fixes in {path} can't be used:",
        steps="Fixes",
        changed=lambda before, after, changed: (
            f"{before} examples before, {after} after; {changed} were changed in place."
        ),
        scores=lambda before, after: f"Quality of the data: {before} before, {after} after.",
        written=lambda examples, path: f"{examples} examples written to {path}.",
        unknown_format=lambda path: (
            f"{path} can't be written. Use a name that ends in .xlsx, .csv, .jsonl or .parquet."
        ),
        same_file=lambda path: f"{path} is the original file. Choose another name for the new one.",
    ),
    result=ResultWords(
        headline=lambda hits: f"Your model gets {hits} of every 100 right.",
        headline_small=lambda hits, total: f"Your model got {hits} of {total} right in the exam.",
        headline_small_entities=lambda found, there: (
            f"Your model found {found} of {there} entities in the exam."
        ),
        headline_small_answers=lambda hits, total: (
            f"Your model answered {hits} of {total} questions without any mistake."
        ),
        headline_several=lambda hits: (
            f"Your model gives {hits} of every 100 texts exactly their categories."
        ),
        headline_entities=lambda found, right: (
            f"Your model finds {found} of every 100 entities. "
            f"Of every 100 that it names, {right} are right."
        ),
        headline_answers=lambda exact, shared: (
            f"Your model answers {exact} of every 100 questions exactly. "
            f"On average, {shared} of every 100 words agree (F1)."
        ),
        unanswered=lambda right, total: (
            f"Of {total} questions without an answer in the text, it recognised {right}."
        ),
        small_exam="That is too small an exam to trust: use 100 held-out examples or more.",
        measured=lambda total: f"Measured on {total} examples that it had never seen.",
        range_right=lambda low, high: (
            f"On similar texts, expect from {low} to {high} right of every 100."
        ),
        range_entities=lambda low, high: (
            "On similar texts, expect an F1 (finding them and being right, in one figure)"
            f" from {low} to {high} of 100."
        ),
        range_answers=lambda low, high: (
            f"On similar questions, expect from {low} to {high} of every 100 words to agree."
        ),
        compared="Beside simpler methods",
        methods={
            BaselineCode.WORD_COUNTS: "Only counting words",
            BaselineCode.KNOWN_WORDS: "Only remembering words",
            BaselineCode.SHARED_WORDS: "The sentence most like the question",
        },
        this_model="This model",
        always_commonest="Always the commonest answer",
        in_hundred=lambda hits: f"{hits} of every 100",
        simpler_does=(
            "A simpler method does as well or better. More examples, more rounds or another"
            " base model may help."
        ),
        surest_mistakes=lambda rows: (
            f"It was sure of these rows of the spreadsheet and wrong. Check their answers: {rows}."
        ),
        baseline=lambda label, hits: f"Always answering “{label}” gets {hits} of every 100 right.",
        baseline_small=lambda label, hits, total: (
            f"Always answering “{label}” gets {hits} of {total} right."
        ),
        balance=lambda score: f"Balance between the categories (macro F1): {score}.",
        verdicts={
            Verdict.EXCELLENT: "Excellent.",
            Verdict.GOOD: "Good. Check the cases that matter.",
            Verdict.ACCEPTABLE: "Acceptable, with a person's review only.",
            Verdict.POOR: "Poor. Do not use it yet.",
            Verdict.UNSURE: "The exam is too small for a verdict.",
            Verdict.GUESSING: "No better than a guess. Do not use this model.",
        },
        per_category="Right answers per category",
        per_entity_type="Right answers per type of entity",
        per_question_type="Right answers per type of question",
        hits_with_f1=lambda hits, total, f1: f"{hits} of {total}; F1 {f1}",
        matches=lambda exact, total, f1: f"{exact} of every 100 in {total}; F1 {f1}",
        hits=lambda hits, total: f"{hits} of {total}",
        none_examined="no example in the exam",
        confusion="Where it gets confused",
        confusion_help="Row: right answer. Column: what the model answered.",
        right_answer="Right answer",
        commonest_mistakes="The commonest mistakes",
        mistake=lambda truth, answer, times: (
            f"“{truth}” answered as “{answer}”: {times} {'time' if times == 1 else 'times'}"
        ),
        no_mistake="It got every example of the exam right.",
        expected=lambda foretold, taken: f"It was expected to take {foretold} and took {taken}.",
        took=lambda seconds, rounds: (
            f"Training time: {seconds} s, {rounds} {'round' if rounds == '1' else 'rounds'}."
        ),
        model=lambda folder: f"The model is in {folder}",
        model_elsewhere=lambda worker: f"The model is on the machine {worker}.",
    ),
    export=ExportWords(
        title="Other formats",
        columns=("Format", "Size", "Same answers", "Difference", "Folder"),
        agreed=lambda share, compared: f"{share}% of {compared}",
        formats={
            "safetensors": "Safetensors (copy)",
            "pytorch": "PyTorch (.pt file)",
            "onnx": "ONNX, full size",
            "onnx_int8": "ONNX of 8 bits",
        },
        faults={
            "export_disagrees": "does not answer as the model does, so it was removed",
            "export_part_missing": "a package is missing here: pip install 'afina[export]'",
            "export_disk_full": "the disk has no room",
            "export_failed": "could not be written; the log says why",
        },
        not_a_format=lambda said, others: f"“{said}” is no format that I know. Known: {others}.",
        none_asked="Say which format to write, for example: --format onnx.",
        no_model=lambda said: f"There is no trained model in {said}.",
        no_rows=(
            "The examples of this training are no longer here. Name a file of texts to compare "
            "answers on: --data SPREADSHEET."
        ),
        wrong_rows=lambda name: f"{name} is of another kind of training than this model.",
        comparing=lambda name: f"Answers are compared on the examples of {name}.",
    ),
    fit=FitWords(
        starting="Starting the training on this computer. Ctrl-C stops it, and nothing is lost.",
        resuming="Going on with the training that was stopped in this folder.",
        holds_model=lambda folder: (
            f"There is a model in {folder} already. Choose another folder, or say --overwrite."
        ),
        stopping="Stopping: what was learned is being saved…",
        stopped=lambda folder: (
            f"Stopped. What was learned is in {folder}; repeat the command to go on from there."
        ),
        log=lambda path: f"The whole story is in {path}",
        written=lambda folder: f"Model, card and figures are in {folder}",
        settings={
            "learning_rate": "How far each step goes, for example 5e-5.",
            "batch_size": "Examples taken at a time.",
            "epochs": "Rounds at most.",
            "max_length": "Word pieces that are read of a text.",
            "train_split": "Share of the examples to learn from; the rest is the exam.",
            "seed": "Seed of the random draws.",
            "warmup_steps": "Steps until the learning rate is reached.",
            "weight_decay": "Pull of the weights towards zero.",
            "gradient_accumulation": "Batches that make one step.",
            "early_stopping_patience": "Rounds without a gain before stopping; null for never.",
            "early_stopping_min_delta": "Least gain that counts.",
            "use_class_weights": "true to weigh rare categories more, false not to.",
            "truncation_side": "Side on which long texts are cut: left or right.",
            "max_steps": "Steps at most, over all rounds.",
            "precision": "Number format: auto, fp32, bf16 or fp16.",
            "checkpoint_steps": "Steps after which a checkpoint is kept within a round.",
            "checkpoint_minutes": "Minutes after which a checkpoint is kept; null for none.",
            "schedule": "Course of the learning rate: linear, cosine or constant.",
            "label_smoothing": "Share of each right answer that is spread evenly, up to 0.5.",
            "layer_decay": "Learning rate of each layer as a share of the one above it.",
            "keep_best": "How many of the best rounds' weights are kept meanwhile.",
        },
    ),
    demo=DemoWords(
        title="Demonstration: passages of Brazilian decisions and laws, and the branch of each",
        what=(
            "A model will learn to tell 7 branches of justice apart. Passages of one document"
            " never fall on both sides of the exam."
        ),
        shortened=lambda tokens, rounds, batch: (
            "This should take a few minutes on a computer without a GPU."
            f" So the training is the Quick one ({rounds} rounds), {batch} passages at a time."
            f" Of each passage it reads the first {tokens} word pieces."
            " Every row of the spreadsheet is used."
        ),
        no_encoder=(
            "The demonstration's base model exists for 64-bit (x86) Linux only."
            " Here, use: afina train SPREADSHEET --base-model NAME-OR-FOLDER."
        ),
        starting="Starting Afina in the background…",
        reusing=lambda address: f"Afina is already running at {address}; using it.",
        not_ready=lambda path: f"Afina did not become ready. See the log in {path}.",
        new_texts="Three new texts that are not in the spreadsheet",
        answered=lambda label, hits: f"answered “{label}” (confidence {hits} in 100)",
        still_on=lambda address: f"Afina stays up: {address}",
        sign_in=lambda link: f"To sign in to the page, open: {link}",
        how_to_stop="To stop it: make stop",
    ),
    cancellation=cancellation.ENGLISH,
    alerts=alerts.ENGLISH,
    model=models.ENGLISH,
    audit=audit.ENGLISH,
    checkup=checkup.ENGLISH,
    diagnosis=diagnosis.ENGLISH,
    retention=retention.ENGLISH,
    people=people.ENGLISH,
    limits=limits.ENGLISH,
    usage=usage.ENGLISH,
    help=HelpWords(
        afina="Teach a text model from a spreadsheet.",
        beginning="To begin: afina up opens the page; afina demo shows all of it with a sample.",
        up="Start everything on this computer: servers, page and training machine.",
        stop="Stop what 'afina up' or 'afina demo' started.",
        train="Train a model from a spreadsheet and show the result.",
        demo="The whole demonstration, with the example spreadsheet.",
        token="Access tokens.",  # noqa: S106 (a help text)
        token_scope="What the token is for: read, write, admin; all that its owner may do if none.",  # noqa: S106 (a help text)
        token_expires="Days after which the token no longer works; none for ever.",  # noqa: S106 (a help text)
        token_create="Make an access token and print it alone.",  # noqa: S106 (a help text)
        token_list="Show the access tokens that exist.",  # noqa: S106 (a help text)
        token_revoke="Revoke an access token.",  # noqa: S106 (a help text)
        replay="Rebuild the tables from the log and prove that they equal the ones in use.",
        replay_switch="Use the rebuilt tables, if they are equal.",
        replay_accept="Use them even if they differ.",
        replay_rollback="Use the tables that were in use before.",
        replay_status="Show which tables there are, and how far they are.",
        replay_drop="Forget the tables that are not in use.",
        user="People who may sign in.",
        user_list="Show the people that there are.",
        user_invite="Make an account and print the link with which its person takes it.",
        user_reset="Print a link with which a person chooses a new password.",
        user_export="Write everything that is held about a person into a ZIP file.",
        user_export_file="New file.",
        user_disable="Let a person in no more.",
        user_enable="Let a person in again.",
        user_role="Change what a person may do.",
        user_setup_code="Print the link for the first administrator.",
        user_who="The person's login, or the identifier in 'afina user list'.",
        user_name="The person's name.",
        user_role_name="user, or admin for who may do everything.",
        user_login="What the person signs in with; left out, the person chooses it.",
        user_email="The person's e-mail address.",
        retention="How long what nobody needs for ever is kept.",
        retention_show="Shows the policy.",
        retention_preview="Shows what would go now; removes nothing.",
        retention_apply="Removes now what is too old.",
        backup="Back up log, tables and files into a folder, while Afina runs or not.",
        backup_place="Folder of backups. Files that it already has are not copied again.",
        backup_verify="Make none: check that the newest backup in the folder is undamaged.",
        backup_quiet="Show no progress and no summary; only what went wrong.",
        restore="Put a backup back into an Afina that is stopped.",
        restore_place="A backup, or a folder of backups, of which the newest is taken.",
        restore_replace="Replace what is there, of which a backup is made first.",
        events="Events that could not be put into the tables.",
        events_list="List what is set aside.",
        events_show="Show one of them whole.",
        events_retry="Put them into the tables, after an update or a repair.",
        sequence="The event's number in the log.",
        retry_sequences="The events' numbers in the log.",
        retry_all="Every one that is set aside.",
        doctor="Check this installation, and say what to do.",
        doctor_log="Hold the log against the rules that no fault may break; change nothing.",
        all_ended="An open training is a violation too: the log has come to rest.",
        rebuild="Also build the tables again beside the live ones, and compare.",
        retry="Try a failed training again.",
        run_to_retry="The training that failed, as its page's address names it.",
        lighter="With lighter settings, from the beginning: less memory, less time.",
        reproduce="Repeat a training and compare the two.",
        cancel="End a training that waits or trains.",
        run_to_cancel="The training to cancel, as its page's address names it.",
        keep_model="Keep the model of the best round so far.",
        alerts="What needs attention: a training that stands still, a machine that is lost.",
        alerts_all="Those that are over too.",
        audit="Who did what, and the proof that nothing of what is written was changed.",
        audit_verify="Verify log, audit trail and seals against each other.",
        audit_expect="A seal that you kept outside of Afina.",
        audit_seal="Seal the log up to now and show the seal, to be kept outside of Afina.",
        audit_anew="Remove the seals of a log that is no more, and begin anew.",
        audit_list="Show what happened, in sentences, newest first.",
        audit_export="Write the trail to a .csv or .jsonl file.",
        audit_out="New file: .csv or .jsonl.",
        audit_actor="Only what this person or machine did, by identifier.",
        audit_about="Only what happened to: run, dataset, worker, user…, or run:ID.",
        audit_group="Only events of one group: runs, datasets, people…",
        audit_from="From this day or moment on (2026-03-14, 2026-03-14T15:00).",
        audit_to="Before this day or moment.",
        audit_address="Only what came from this network address.",
        audit_before="Only what came before the event of this number.",
        audit_limit="How many lines to show.",
        run_id="The training to repeat, as its page's address names it.",
        classify="Classify texts, or a whole sheet, with a trained model.",
        classify_out="Where to write the answers to a sheet: a new file, .xlsx.",
        model="The models that trainings have left.",
        model_list="Show the models in use, newest first.",
        model_archived="Show those that are archived.",
        model_show="Show all that is known of a model.",
        model_rename="Call the model otherwise; its training keeps its own name.",
        model_name="The new name.",
        model_archive="Take a model off the list of those in use.",
        model_back="Bring an archived model back.",
        model_delete="Remove the model's files from the machine that keeps it.",
        model_yes="Delete without asking.",
        model_run="The training that left the model, as in the address of its page.",
        secrets="Print new passwords and keys for deploy/.env.",
        prepare="Prepare the servers that NATS_URL and DATABASE_URL name.",
        api="The process of API and page.",
        consumers="The process that projects the log into tables and watches over runs.",
        worker="Training machines; alone, this computer trains as one of them.",
        data_dir="Folder where everything is kept.",
        host="Address on which the page is served.",
        port="Port of the page.",
        workers="How many training machines to start on this computer.",
        tls="Speak TLS, with a certificate that Afina itself makes.",
        names="Name or address by which others call this computer. May be repeated.",
        workers_port="Port where workers of other computers connect, with --tls.",
        no_browser="Do not open the browser.",
        quiet="Write the log to its file only.",
        language="Language of the messages.",
        version="Show the version and end.",
        file="Spreadsheet, or another file with examples.",
        task="Kind of training; by default what the columns speak for.",
        preset="How to train: rapido (quick), equilibrado (balanced) or preciso (thorough).",
        base_model="Model to start from: a name or a folder.",
        text_column="Column with the texts; detected if not given.",
        label_column="Column with the right answers; detected if not given.",
        group_column="Column whose values never fall on both sides of the exam.",
        run_name="Name of the training.",
        set="A setting, for example learning_rate=5e-5. May be repeated.",
        data="Checks and improves spreadsheets, without training anything.",
        data_check="Says what is in a spreadsheet and what to improve before training.",
        data_fix="Applies fixes to a spreadsheet and writes a new one.",
        sheet="Sheet of the workbook.",
        column="Column of a role, for example question=ask. May be repeated.",
        label_separator="Sign between the categories of a cell; none where there is only one.",
        form="How texts to write are laid out: text, code, qa, completion or chat.",
        tokens_of="Model whose word pieces are counted.",
        json="Writes the result as JSON, for programs.",
        left_out_file="Workbook for the rows that are left out.",
        suspects="Looks for categories that seem mixed up; takes some seconds more.",
        out="New file: .xlsx, .csv, .jsonl or .parquet.",
        recipe="JSON file with the fixes, in order.",
        save_recipe="Where to keep the fixes as JSON.",
        recommended="Applies everything that the check recommends.",
        step="A fix, for example drop_duplicates or merge_labels=Claim,CLAIM:Claim. "
        "May be repeated; the order counts.",
        owner="Owner of the data that the token opens.",
        token_name="A name by which to know the token later.",  # noqa: S106 (a help text)
        worker_join="Set this computer up as a training machine, and start training.",
        worker_register="Admit a training machine; prints its key.",
        join_url="Address of Afina, such as https://afina.example.org.",
        join_token="Machine key from whoever registered this machine.",  # noqa: S106 (a help text)
        worker_list="Show the training machines and how they are.",
        worker_renew="Change a machine's key; the present one stops working.",
        worker_revoke="Withdraw a machine; its training goes on with another.",
        worker_which="Identifier or name of the machine, as in 'afina worker list'.",
        limits="How much anybody may ask for.",
        limits_show="Show the limits that hold for everybody.",
        limits_set="Change a limit, from now on.",
        limits_reset="Let a limit be its default again.",
        limit_name="Name of the limit, as in 'afina limits show'.",
        limit_value="The new value, in digits.",
        authority="File with the authority that signed the server's certificate.",
        fingerprint="Fingerprint of Afina's own authority, as afina up --tls shows it.",
        service="Write a systemd service instead of starting now.",
        token_worker="Make the key of this training machine.",  # noqa: S106 (a help text)
        token_id="The identifier, as in 'afina token list'.",  # noqa: S106 (a help text)
        model_and_texts="Folder of a trained model, unless --run is given; then the texts, or with "
        "--run a sheet. "
        "Without any, one per line of the standard input.",
        run_to_ask="Training whose model is asked, on the machine that keeps it.",
        question="What to ask about each text; only for models that answer questions.",
        worker_id="Identifier of this training machine.",
        worker_name="Name of this machine for people.",
        pool="Queue from which it takes runs.",
        models_dir="Folder where it keeps trained models.",
        api_url="Address of the API.",
        fit="Train a model in a folder of this computer, without any server.",
        fit_out="Folder for model, card, figures and log; a stopped training goes on from it.",
        fit_overwrite="Replace the model that is in the folder.",
        fit_json="Write what happens as JSON, one message a line, for programs.",
        export="Write a trained model in other formats, compared with the model itself.",
        export_of="Folder of a trained model, or the identifier of a run of this computer.",
        export_format="Format: safetensors, pytorch, onnx or onnx_int8. May be repeated.",
        export_data="File of examples to compare answers on; by default the run's own.",
        export_too=(
            "Write the model in this format too: safetensors, pytorch, onnx or onnx_int8. "
            "May be repeated."
        ),
    ),
)
