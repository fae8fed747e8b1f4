import { useLighterTime } from "../../../api/aftermath";
import type { Aftermath, RunDetails } from "../../../api/types";
import { FAILED } from "../../../i18n/failed";
import { useOwnWords } from "../../../i18n/own";
import classes from "./Failed.module.css";

interface Props {
  run: RunDetails;
  savePoint: Aftermath["save_point"];
}

/** What would be otherwise with lighter settings. */
export function Lighter({ run, savePoint }: Props) {
  const words = useOwnWords(FAILED);
  const time = useLighterTime(run);
  const before = run.hyperparameters;
  if (run.lighter === null) return null;
  const { max_length: length = 0, batch_size: texts = 0 } = run.lighter;
  return (
    <div>
      <p className={classes.lead}>{words.lighterHow}</p>
      <ul className={classes.changes}>
        <li>{words.reads(length, before.max_length ?? 0)}</li>
        {texts !== before.batch_size && <li>{words.groups(texts, before.batch_size ?? 0)}</li>}
        <li>{savePoint ? words.anew : words.anewPlain}</li>
      </ul>
      {time && <p className={classes.after}>{words.time(time.sentence, time.worker_name)}</p>}
    </div>
  );
}
