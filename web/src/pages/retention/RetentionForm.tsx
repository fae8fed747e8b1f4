import { useChangeRetention } from "../../api/retention";
import type { Retention } from "../../api/types";
import { useOwnWords } from "../../i18n/own";
import { RETENTION } from "../../i18n/retention";
import { PolicyForm } from "../policy/PolicyForm";
import { BOUNDS } from "./bounds";

interface Props {
  policy: Retention;
  defaults: Retention;
}

/** How long each kind of thing is kept. */
export function RetentionForm({ policy, defaults }: Props) {
  const words = useOwnWords(RETENTION);

  function said(name: keyof Retention) {
    const { least, most } = BOUNDS[name];
    return {
      label: words.fields[name],
      help: words.bounds(least, most, defaults[name], name.endsWith("_days")),
      odd: words.odd(least, most),
    };
  }

  return (
    <PolicyForm
      title={words.policy}
      fields={BOUNDS}
      figures={policy}
      change={useChangeRetention()}
      {...{ words, said }}
    />
  );
}
