import { useSyncExternalStore } from "react";

const WIDE_EM = 48;

/** Called when the window, or the letters in it, get another size. */
function listen(tell: () => void): () => void {
  const watcher = new ResizeObserver(tell);
  watcher.observe(document.documentElement);
  addEventListener("resize", tell);
  return () => {
    watcher.disconnect();
    removeEventListener("resize", tell);
  };
}

function isWide(): boolean {
  const letter = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return innerWidth >= WIDE_EM * letter;
}

/** Whether there is room for something beside the page's content. */
export function useWide(): boolean {
  return useSyncExternalStore(listen, isWide);
}
