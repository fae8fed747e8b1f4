import { lazyRouteComponent } from "@tanstack/react-router";
import { type ReactNode, Suspense } from "react";
import { Waiting } from "./Waiting";

/** A component that loads when it is first shown, inside a `Part`. */
export const lazyPart = lazyRouteComponent;

/** A part of a page that may still have to be loaded. */
export function Part({ children }: { children: ReactNode }) {
  return <Suspense fallback={<Waiting />}>{children}</Suspense>;
}
