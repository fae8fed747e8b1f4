import { useChangeLimits } from "../../api/limits";
import type { Limits } from "../../api/types";
import { LIMITS } from "../../i18n/limits";
import { useOwnWords } from "../../i18n/own";
import { PolicyForm } from "../policy/PolicyForm";
import { BOUNDS } from "./bounds";

interface Props {
  limits: Limits;
  defaults: Limits;
}

/** Every limit, with its bounds and what is usual. */
export function LimitsForm({ limits, defaults }: Props) {
  const words = useOwnWords(LIMITS);

  function said(name: keyof Limits) {
    const { least, most, unit = 1 } = BOUNDS[name];
    const [from, to, usual] = [words.number(least), words.number(most), words.number(defaults[name] / unit)];
    const counted = words.units[name];
    return {
      label: words.names[name],
      ...(counted && { unit: counted }),
      help: words.bounds(from, to, usual),
      odd: words.odd(from, to),
    };
  }

  return (
    <PolicyForm
      title={words.forAll}
      lead={words.lead}
      fields={BOUNDS}
      figures={limits}
      change={useChangeLimits()}
      reset={{ label: words.reset, to: defaults }}
      {...{ words, said }}
    />
  );
}
