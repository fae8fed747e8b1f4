import { describe, expect, it } from "vitest";
import type { NoticeWishes } from "../../api/types";
import { isOddAddress, mailOf, switched } from "./mail";

const WISHES: NoticeWishes = {
  kinds: ["run_completed", "run_failed", "alert_raised"],
  bell: ["run_completed", "run_failed", "alert_raised"],
  email: ["alert_raised"],
  address: "maria@example.org",
  sends_email: true,
};

describe("whether e-mail comes", () => {
  it("hangs on the server first, then on an address", () => {
    expect(mailOf(WISHES)).toBe("ready");
    expect(mailOf({ ...WISHES, address: null })).toBe("no-address");
    expect(mailOf({ ...WISHES, address: null, sends_email: false })).toBe("no-server");
  });
});

describe("a switch", () => {
  it("changes its own way and kind, in the order in which the server asks", () => {
    expect(switched(WISHES, "email", "run_completed", true)).toEqual({
      email: ["run_completed", "alert_raised"],
    });
    expect(switched(WISHES, "bell", "run_failed", false)).toEqual({
      bell: ["run_completed", "alert_raised"],
    });
  });

  it("that is moved twice leaves all as it was", () => {
    const once = { ...WISHES, ...switched(WISHES, "bell", "run_failed", false) } as NoticeWishes;
    expect(switched(once, "bell", "run_failed", true)).toEqual({ bell: WISHES.bell });
  });
});

describe("an address", () => {
  it("may be left out, and is odd where no letter could arrive", () => {
    expect(["", " ", "ana@exemplo.org "].map(isOddAddress)).toEqual([false, false, false]);
    expect(["ana", "ana@", "@exemplo.org", "ana maria@exemplo.org"].every(isOddAddress)).toBe(true);
  });
});
