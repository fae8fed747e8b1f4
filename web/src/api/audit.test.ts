import { describe, expect, it } from "vitest";
import { exportAddress, queryOf } from "./audit";

describe("a filter of the audit trail", () => {
  it("takes whole days, the last one included", () => {
    const { since, until } = queryOf({ from: "2026-03-14", to: "2026-03-14" });
    expect(Date.parse(until ?? "") - Date.parse(since ?? "")).toBe(86_400_000);
    expect(new Date(since ?? "").getHours()).toBe(0);
  });

  it("leaves out what filters nothing", () => {
    expect(queryOf({ actor: "", text: undefined })).toEqual({});
  });

  it("is the same for a file", () => {
    expect(exportAddress({ group: "people", text: "a&b" }, "csv")).toBe(
      "/api/audit/export?group=people&text=a%26b&format=csv",
    );
  });
});
