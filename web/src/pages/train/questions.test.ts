import { describe, expect, it } from "vitest";
import type { ColumnShown, ProblemItem } from "../../api/types";
import { questionsIn } from "./questions";

const column = (name: string): ColumnShown => ({
  name,
  letter: "A",
  filled: 3,
  mean_characters: 4,
  samples: ["a", "b", "c"],
});
const columns = ["texto", "ementa", "classe"].map(column);

function item(code: ProblemItem["code"], params: ProblemItem["params"] = {}): ProblemItem {
  return { code, sentence: "", row: null, column: null, field: null, params };
}

describe("what the server asks about a file", () => {
  it("is a choice among the columns that could have the role", () => {
    const problems = [item("columns_ambiguous", { role: "text", candidates: ["texto", "ementa"] })];
    expect(questionsIn({ problems, columns })).toEqual([
      { kind: "column", field: "text_column", role: "text", columns: columns.slice(0, 2) },
    ]);
  });

  it("is a choice among all columns where none was found", () => {
    const problems = [item("label_column_not_found", { available: ["texto"] })];
    expect(questionsIn({ problems, columns })).toEqual([
      { kind: "column", field: "label_column", role: "label", columns },
    ]);
  });

  it("is nothing when a column is missing in a file that has none, or no other", () => {
    expect(questionsIn({ problems: [item("text_column_not_found")], columns: [] })).toEqual([]);
    const problems = [item("label_column_not_found")];
    expect(questionsIn({ problems, columns: columns.slice(0, 1) })).toEqual([]);
  });

  it("is told with everything else that is unclear", () => {
    const problems = [
      item("columns_ambiguous", { role: "text", candidates: ["texto", "ementa"] }),
      item("separator_unconfirmed", { separator: ";", examples: ["a; b"] }),
    ];
    expect(questionsIn({ problems, columns }).map(({ field }) => field)).toEqual([
      "text_column",
      "label_separator",
    ]);
  });

  it("is not asked where an answer would not help", () => {
    const problems = [item("task_ambiguous", { tasks: ["a", "b"] }), item("file_empty")];
    expect(questionsIn({ problems, columns })).toEqual([]);
    expect(questionsIn({})).toEqual([]);
  });
});
