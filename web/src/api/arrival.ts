/** What came in the address: `https://host/#invitation=abc`. It is read once and leaves the address at once. */

/** What a code that works once is good for. */
export type PassKind = "setup" | "invitation" | "reset";

export interface Arrival {
  kind: PassKind | "token" | "refused";
  value: string;
}

const FRAGMENT = /^#(token|setup|invitation|reset|refused)=(.+)$/;

let received: Arrival | null = null;

/** What a URL fragment such as `#token=abc` brings, or null. */
export function arrivalIn(fragment: string): Arrival | null {
  const [, kind, value] = FRAGMENT.exec(fragment) ?? [];
  return kind && value ? { kind: kind as Arrival["kind"], value } : null;
}

/** Moves it out of the address, before anything else can read or keep it. */
export function receiveArrival(): void {
  const arrival = arrivalIn(location.hash);
  if (arrival === null) return;
  received = arrival;
  history.replaceState(history.state, "", location.pathname + location.search);
}

/** What came last; given once. */
export function takeArrival(): Arrival | null {
  const arrival = received;
  received = null;
  return arrival;
}
