import { describe, expect, it } from "vitest";
import { arrivalIn } from "./arrival";

describe("what comes in the address", () => {
  it.each(["token", "setup", "invitation", "reset", "refused"])("knows a %s by its name", (kind) => {
    expect(arrivalIn(`#${kind}=afn_abc`)).toEqual({ kind, value: "afn_abc" });
  });

  it.each(["", "#", "#main", "#token=", "#password=abc", "?token=abc"])(
    "takes %s for nothing",
    (fragment) => {
      expect(arrivalIn(fragment)).toBeNull();
    },
  );
});
