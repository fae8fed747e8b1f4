import { describe, expect, it } from "vitest";
import type { Limits } from "../../api/types";
import { BOUNDS } from "../limits/bounds";
import { changesIn, isOdd, writtenOf } from "./fields";

const LIMITS: Limits = {
  file_bytes: 100 * 2 ** 20,
  rows: 1_000_000,
  columns: 50,
  text_characters: 50_000,
  epochs: 100,
  batch_size: 128,
  max_length: 1024,
  job_hours: 24,
  retries: 3,
  runs_of_person: 3,
  runs_of_all: 10,
};

describe("the fields of a policy", () => {
  it("show sizes in megabytes, and send them back in bytes", () => {
    const written = writtenOf(BOUNDS, LIMITS);
    expect(written.file_bytes).toBe("100");
    expect(changesIn(BOUNDS, { ...written, file_bytes: "5" }, LIMITS)).toEqual({ file_bytes: 5 * 2 ** 20 });
  });

  it("send nothing that is as it was", () => {
    expect(changesIn(BOUNDS, { ...writtenOf(BOUNDS, LIMITS), rows: "1000000.0" }, LIMITS)).toEqual({});
  });

  it.each([
    ["retries", "0", false],
    ["retries", "21", true],
    ["retries", "1.5", true],
    ["job_hours", "1.5", false],
    ["rows", "", true],
    ["rows", "many", true],
  ] as const)("takes for %s %j only what the server does", (name, written, odd) => {
    expect(isOdd(BOUNDS[name], written)).toBe(odd);
  });
});
