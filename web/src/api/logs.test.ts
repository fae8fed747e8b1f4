import { describe, expect, it } from "vitest";
import { lineIn, tailOf, withLine } from "./logs";
import type { KeptLine, LogTail } from "./types";

function line(place: string, text = `line ${place}`): KeptLine {
  return { at: "2025-11-12T14:00:00Z", level: "info", attempt: 1, text, place };
}

const READ: LogTail = { items: [line("7-0"), line("7-1")], total: 40 };

describe("the end of a log", () => {
  it("goes on where what was read ends, whatever is told twice", () => {
    const places = ["7-1", "7-2", "8-0", "7-2", "8-0", "8-1"];
    const told = places.reduce((lines: KeptLine[], place) => withLine(lines, line(place)), []);
    const { items, total } = tailOf(READ, told, "");
    expect(items.map(({ place }) => place)).toEqual(["7-0", "7-1", "7-2", "8-0", "8-1"]);
    expect(total).toBe(43);
  });

  it("adds what holds the text that is searched for, in whatever case", () => {
    const told = [line("8-0", "Out of memory"), line("8-1", "begun")];
    expect(tailOf(READ, told, "MEMORY").items.at(-1)).toMatchObject({ place: "8-0" });
    expect(tailOf(READ, told, "MEMORY").total).toBe(41);
  });

  it("is five hundred lines at most, the newest of them", () => {
    const places = Array.from({ length: 600 }, (_, index) => `8-${index}`);
    const told = places.reduce((lines: KeptLine[], place) => withLine(lines, line(place)), []);
    expect(told).toHaveLength(500);
    expect(tailOf(READ, told, "").items.map(({ place }) => place)).toEqual(places.slice(100));
  });
});

describe("a line of the stream", () => {
  it("has its place in the log behind the dot of its id", () => {
    expect(lineIn("1042.77-3", line("")).place).toBe("77-3");
  });
});
