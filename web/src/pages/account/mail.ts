/** By which ways the person can be told, and what a switch changes of it. Pure. */

import type { NoticeKind, NoticeWishes, NoticeWishesChange } from "../../api/types";

/** A way by which notices come. */
export type Way = "bell" | "email";

/** Why e-mail does not come, or that it can. */
export type Mail = "no-server" | "no-address" | "ready";

export function mailOf({ sends_email, address }: NoticeWishes): Mail {
  if (!sends_email) return "no-server";
  return address === null ? "no-address" : "ready";
}

/** The change that has `way` tell of `kind`, or not; the server's order stays. */
export function switched(wishes: NoticeWishes, way: Way, kind: NoticeKind, on: boolean): NoticeWishesChange {
  return { [way]: wishes.kinds.filter((each) => (each === kind ? on : wishes[way].includes(each))) };
}

const EMAIL = /^[^@\s<>,;]+@[^@\s<>,;]+$/;

/** Whether what was written can be no address; none at all is one's right. */
export function isOddAddress(written: string): boolean {
  return written.trim() !== "" && !EMAIL.test(written.trim());
}
