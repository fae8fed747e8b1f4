import { describe, expect, it } from "vitest";
import { compareSearch, runsSearch } from "./addresses";

const SHEET = "8b7f3c6e-52a1-5d0f-9d5c-3b1c2a9e7f10";

describe("the address of the list of runs", () => {
  it("keeps what it can mean", () => {
    const said = {
      pagina: "3",
      estado: "failed",
      planilha: SHEET,
      busca: 2026,
      de: "todos",
      ordem: "acerto",
    };
    expect(runsSearch(said)).toEqual({ ...said, pagina: 3, busca: "2026", sentido: undefined });
  });

  it.each([
    { pagina: "1" },
    { pagina: "-2" },
    { pagina: "1.5" },
    { estado: "sleeping" },
    { planilha: "../usuarios" },
    { busca: "   " },
    { de: "toString" },
    { ordem: "humor" },
    { sentido: "decrescente" },
  ])("forgets %o", (said) => {
    expect(Object.values(runsSearch(said)).every((value) => value === undefined)).toBe(true);
  });
});

describe("the address of a comparison", () => {
  const id = (digit: number) => SHEET.replace(/0$/, String(digit));

  it("names up to six runs, each once", () => {
    const seven = [1, 2, 3, 4, 5, 6, 7].map(id);
    expect(compareSearch({ ids: [id(1), ...seven, "x"].join(",") }).ids).toBe(seven.slice(0, 6).join(","));
  });

  it("names none where it says nothing that can be one", () => {
    expect(compareSearch({ ids: "x,y" }).ids).toBeUndefined();
    expect(compareSearch({ ids: ["x"] }).ids).toBeUndefined();
  });

  it("keeps the picture and whether all is shown", () => {
    const said = { grafico: "acerto", tudo: true };
    expect(compareSearch(said)).toEqual({ ids: undefined, ...said });
    expect(compareSearch({ grafico: "pizza", tudo: "yes" })).toEqual({});
  });
});
