import { describe, expect, it } from "vitest";
import { asCall, asCommand } from "./asked";

describe("the same training", () => {
  it("is asked for in a terminal, whatever signs are in the names", () => {
    const wish = { preset: "rapido", name: "D'água", hyperparameters: { epochs: 2, seed: 7 } };
    expect(asCommand(wish, "minha planilha.xlsx")).toBe(
      "afina train 'minha planilha.xlsx' --preset rapido --name 'D'\\''água'" +
        " --set 'epochs=2' --set 'seed=7'",
    );
    expect(asCommand({ preset: "preciso", base_model: "org/model" }, "a.csv")).toBe(
      "afina train 'a.csv' --preset preciso --base-model 'org/model'",
    );
  });

  it("is asked for by a program with the very body that the page sends", () => {
    const wish = { dataset_id: "1", preset: "rapido", name: "D'água" };
    const call = asCall(wish, "http://afina.local");
    expect(call).toContain("http://afina.local/api/runs");
    const body = call.split("-d '")[1]?.slice(0, -1).replaceAll(`'\\''`, "'");
    expect(JSON.parse(body ?? "")).toEqual(wish);
  });
});
