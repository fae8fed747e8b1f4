/**
 * How many streams all tabs of this browser may hold together.
 *
 * A browser grants a site six connections over HTTP/1.1: seven watching tabs would leave none for anything else.
 */

const SLOTS = ["afina.stream.1", "afina.stream.2", "afina.stream.3", "afina.stream.4"];

export type Release = () => void;

/** A place among the streams, or null while all are taken. It is given back with the tab at the latest. */
export async function takeSlot(): Promise<Release | null> {
  // Only secure origins have locks; elsewhere a hidden tab's giving up its stream has to do.
  if (!("locks" in navigator)) return () => {};
  for (const slot of SLOTS) {
    const release = await tryLock(slot);
    if (release !== null) return release;
  }
  return null;
}

function tryLock(name: string): Promise<Release | null> {
  return new Promise((answer) => {
    void navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      if (lock !== null) return new Promise<void>((release) => answer(release));
      answer(null);
    });
  });
}
