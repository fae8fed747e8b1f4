/** What a control shows of the value that it stands for. */
export interface Choice<Value> {
  /** The value as it was when the control last looked. */
  known: Value;
  shown: Value;
}

/** Nothing else was chosen yet. */
export function unchosen<Value>(value: Value): Choice<Value> {
  return { known: value, shown: value };
}

/** What was chosen just now is shown at once, though the value itself changes a moment later. */
export function chosen<Value>(choice: Choice<Value>, wanted: Value): Choice<Value> {
  return { ...choice, shown: wanted };
}

/** The value as it is now: once it has changed it is what is shown, also where it went back. */
export function kept<Value>(choice: Choice<Value>, value: Value): Choice<Value> {
  return Object.is(choice.known, value) ? choice : unchosen(value);
}
