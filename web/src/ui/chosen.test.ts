import { describe, expect, it } from "vitest";
import { chosen, kept, unchosen } from "./chosen";

describe("a choice", () => {
  it("is shown while its value is still the one from before", () => {
    const choice = chosen(unchosen("balanced"), "quick");
    expect(kept(choice, "balanced").shown).toBe("quick");
  });

  it("stays when its value has become what was chosen", () => {
    const choice = chosen(unchosen("balanced"), "quick");
    expect(kept(choice, "quick")).toEqual(unchosen("quick"));
  });

  it("goes back when what was chosen is refused", () => {
    const taken = kept(chosen(unchosen("balanced"), "quick"), "quick");
    expect(kept(taken, "balanced").shown).toBe("balanced");
  });

  it("gives way to what somebody else has chosen meanwhile", () => {
    const choice = chosen(unchosen("balanced"), "quick");
    expect(kept(choice, "thorough").shown).toBe("thorough");
  });

  it("holds as the last of several that were made at once", () => {
    const choice = chosen(chosen(unchosen<string | null>(null), "quick"), "thorough");
    expect(kept(choice, null).shown).toBe("thorough");
  });

  it("of nothing is nothing", () => {
    expect(kept(unchosen(null), null).shown).toBeNull();
  });
});
