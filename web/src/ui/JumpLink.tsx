import type { ReactNode } from "react";
import { OutsideLink } from "./TextLink";

/** A link to another place of the same page, which takes the focus along. */
export function JumpLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <OutsideLink
      href={`#${to}`}
      data-screen-only
      onClick={(event) => {
        event.preventDefault();
        const place = document.getElementById(to);
        place?.scrollIntoView({ block: "start" });
        place?.focus({ preventScroll: true });
      }}
    >
      {children}
    </OutsideLink>
  );
}
