import { describe, expect, it } from "vitest";
import type { ModelAnswer } from "../../api/types";
import { piecesOf } from "./pieces";

const entity = (start: number, end: number): ModelAnswer => ({
  label: "PESSOA",
  probability: 0.9,
  band: "sure",
  start,
  end,
});

const cut = (text: string, ...places: [number, number][]) =>
  piecesOf(
    text,
    places.map(([start, end]) => entity(start, end)),
  ).map((piece) => [piece.text, piece.entity !== null]);

describe("a text with entities", () => {
  it("is cut at each of them, and nothing is lost", () => {
    expect(cut("Ana viu Rui.", [0, 3], [8, 11])).toEqual([
      ["Ana", true],
      [" viu ", false],
      ["Rui", true],
      [".", false],
    ]);
  });

  it("counts signs outside the basic plane as one", () => {
    expect(cut("👩‍⚖️😀 Ana", [5, 8])).toEqual([
      ["👩‍⚖️😀", false],
      [" An", true],
      ["a", false],
    ]);
  });

  it("is whole without any", () => {
    expect(cut("Ninguém")).toEqual([["Ninguém", false]]);
    expect(cut("")).toEqual([]);
  });
});
