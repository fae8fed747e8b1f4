import { useState } from "react";
import { chosen, kept, unchosen } from "./chosen";

/**
 * What a radio, a box or a switch shows of `value`, and how another is chosen. `tell` may change the
 * value a task later or more; React would put the control back until then. What is refused has to have
 * changed the value before, and changes it back.
 */
export function useChosen<Value, Wanted extends Value = Value>(
  value: Value,
  tell: (wanted: Wanted) => void,
): [Value, (wanted: Wanted) => void] {
  const [choice, setChoice] = useState(() => unchosen(value));
  const now = kept(choice, value);
  if (now !== choice) setChoice(now);
  function choose(wanted: Wanted) {
    setChoice(chosen<Value>(now, wanted));
    tell(wanted);
  }
  return [now.shown, choose];
}
