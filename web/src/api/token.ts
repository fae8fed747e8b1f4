/** An access token that came in the address: `https://host/#token=abc`. */

const FRAGMENT = /^#token=(.+)$/;

let received: string | null = null;

/** The access token in a URL fragment such as `#token=abc`, or null. */
export function tokenIn(fragment: string): string | null {
  return FRAGMENT.exec(fragment)?.[1] ?? null;
}

/** Moves a token out of the address, before anything else can read or keep it. */
export function receiveToken(): void {
  const token = tokenIn(location.hash);
  if (token === null) return;
  received = token;
  history.replaceState(history.state, "", location.pathname + location.search);
}

/** The token that came last; given once. */
export function takeToken(): string | null {
  const token = received;
  received = null;
  return token;
}
