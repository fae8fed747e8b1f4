import { describe, expect, it } from "vitest";
import type { FailureCode, RunDetails } from "../../../api/types";
import { isKilled, waysOn } from "./ways";

function failed(code: FailureCode, fields: Partial<RunDetails> = {}, status = 1): RunDetails {
  const failure = { code, params: { status }, sentence: "", detail: "" };
  const lighter = { max_length: 256 } as RunDetails["lighter"];
  return { failure, lighter, ...fields } as RunDetails;
}

describe("the ways on from a failure", () => {
  it("begin with lighter settings where those may help, and only where there are any", () => {
    expect(waysOn(failed("out_of_memory"), false)[0]).toBe("lighter");
    expect(waysOn(failed("out_of_memory", { lighter: null }), false)).toEqual(["same", "machines"]);
  });

  it("begin with the sheet where nothing else can help", () => {
    expect(waysOn(failed("examples_unusable"), false)[0]).toBe("sheet");
  });

  it("go on from a save point before the time that was spent is lost", () => {
    expect(waysOn(failed("time_limit"), true)[0]).toBe("same");
    expect(waysOn(failed("time_limit"), false)[0]).toBe("lighter");
  });

  it("are those of want of memory where the machine's system ended the training", () => {
    expect(isKilled(failed("crashed", {}, -9))).toBe(true);
    expect(waysOn(failed("crashed", {}, -9), false)[0]).toBe("lighter");
    expect(waysOn(failed("crashed"), false)[0]).toBe("same");
  });

  it("are to be had before the reason was read", () => {
    expect(waysOn(failed("crashed", { failure: null }), false)).toEqual(["same"]);
  });
});
