import { useSyncExternalStore } from "react";

const STILL = "(prefers-reduced-motion: reduce)";

function listen(tell: () => void): () => void {
  const query = matchMedia(STILL);
  query.addEventListener("change", tell);
  return () => query.removeEventListener("change", tell);
}

/** Whether nothing should move by itself. */
export function useStill(): boolean {
  return useSyncExternalStore(listen, () => matchMedia(STILL).matches);
}
