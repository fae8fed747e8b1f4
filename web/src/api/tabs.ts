/** The tabs of this browser that show the page: who leads them, and what they tell each other. */

import type { Note, Tabs } from "./hub";
import { newId } from "./id";

const NAME = "afina.stream";

/** The other tabs; nobody where the browser keeps them apart, as it does on addresses that it does not trust. */
export function otherTabs(): Tabs {
  const own = newId();
  if (!("locks" in navigator)) return alone(own);
  const channel = new BroadcastChannel(NAME);
  const held = holdFor(own);
  return {
    own,
    post: (note) => void held.then(() => channel.postMessage(note)),
    listen: (take) => {
      channel.onmessage = ({ data }: MessageEvent<Note>) => take(data);
    },
    stand,
    whenGone: (tab, act) => void navigator.locks.request(lockOf(tab), act),
  };
}

/** Holds the tab's own lock as long as the tab lives: whoever is given it later knows that the tab is gone. */
function holdFor(own: string): Promise<void> {
  return new Promise((granted) => {
    void navigator.locks.request(lockOf(own), () => {
      granted();
      return new Promise(() => {});
    });
  });
}

function lockOf(tab: string): string {
  return `${NAME}.${tab}`;
}

function stand(begin: () => void): () => void {
  const patience = new AbortController();
  let release = () => {};
  const held = navigator.locks.request(NAME, { signal: patience.signal }, () => {
    begin();
    return new Promise<void>((resolve) => {
      release = resolve;
    });
  });
  held.catch(() => {
    // Stood back while others led.
  });
  return () => {
    patience.abort();
    release();
  };
}

function alone(own: string): Tabs {
  return {
    own,
    post: () => {},
    listen: () => {},
    stand: (begin) => {
      begin();
      return () => {};
    },
    whenGone: () => {},
  };
}
