import { useSyncExternalStore } from "react";

/** The same width at which tables stop being stacks of cards. */
const WIDE = "(min-width: 48em)";

function listen(tell: () => void): () => void {
  const query = matchMedia(WIDE);
  query.addEventListener("change", tell);
  return () => query.removeEventListener("change", tell);
}

/** Whether there is room for something beside the page's content. */
export function useWide(): boolean {
  return useSyncExternalStore(listen, () => matchMedia(WIDE).matches);
}
