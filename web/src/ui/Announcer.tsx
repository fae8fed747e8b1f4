import { createContext, type ReactNode, use, useCallback, useRef } from "react";
import { VisuallyHidden } from "./primitives";

export type Urgency = "polite" | "assertive";
export type Announce = (text: string, urgency?: Urgency) => void;

const AnnounceContext = createContext<Announce>(() => {});

/** Says something to screen readers through the page's only two live regions. */
export function useAnnounce(): Announce {
  return use(AnnounceContext);
}

/** Written straight into the regions, so that an announcement renders nothing else anew. */
export function Announcer({ children }: { children: ReactNode }) {
  const polite = useRef<HTMLDivElement>(null);
  const assertive = useRef<HTMLDivElement>(null);
  const announce = useCallback<Announce>((text, urgency = "polite") => {
    const region = urgency === "assertive" ? assertive.current : polite.current;
    if (region) region.textContent = text;
  }, []);
  return (
    <AnnounceContext value={announce}>
      {children}
      <VisuallyHidden>
        <div ref={polite} role="status" aria-live="polite" />
        <div ref={assertive} role="alert" aria-live="assertive" />
      </VisuallyHidden>
    </AnnounceContext>
  );
}
