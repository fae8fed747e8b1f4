import { describe, expect, it } from "vitest";
import type { Dataset } from "../../api/types";
import { readOtherwise } from "./readOtherwise";

const reading: Dataset["reading"] = {
  task: "text-classification",
  columns: { text: "texto", label: "classe", group: "processo" },
  sheet: "Plan1",
  label_separator: null,
  form: null,
};

describe("a sheet that is read otherwise", () => {
  it("has the other column in the role, and all else as it was", () => {
    expect(readOtherwise(reading, "text", "ementa")).toEqual({
      task: "text-classification",
      columns: { text: "ementa", label: "classe", group: "processo" },
      sheet: "Plan1",
      form: null,
      label_separator: "none",
    });
  });

  it("looks for signs between answers anew where the answers are another column's", () => {
    expect(readOtherwise(reading, "label", "assunto").label_separator).toBeNull();
    const several = { ...reading, label_separator: ";" };
    expect(readOtherwise(several, "text", "ementa").label_separator).toBe(";");
  });

  it("exchanges two columns", () => {
    expect(readOtherwise(reading, "text", "classe").columns).toEqual({
      text: "classe",
      label: "texto",
      group: "processo",
    });
  });
});
