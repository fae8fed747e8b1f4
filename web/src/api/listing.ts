/** Whose things a list is to have; one's own unless something else is said. */
export type Whose = "shared" | "everybody";

/** The same as the server is asked for it. */
export function listingOf(whose: Whose | undefined): { owner?: string; shared?: boolean } {
  if (whose === "everybody") return { owner: "*" };
  return whose === "shared" ? { shared: true } : {};
}
