import { describe, expect, it } from "vitest";
import { curlOf, pythonOf, sheetOf } from "./snippets";

const WANTED = {
  origin: "https://afina.mp.br",
  model: { id: "m1", task: "text-classification" },
  text: "Um texto",
  question: "Quem?",
} as const;
const READER = { ...WANTED, model: { id: "m1", task: "question-answering" } } as const;

describe("what programs are told to send", () => {
  it("goes to the model's own address, with a placeholder for the secret", () => {
    for (const said of [curlOf(WANTED), pythonOf(WANTED)]) {
      expect(said).toContain("https://afina.mp.br/api/models/m1/predictions");
      expect(said).toContain("AFINA_TOKEN");
      expect(said).toContain('{"texts":["Um texto"]}');
    }
    expect(sheetOf(WANTED)).toContain("/api/models/m1/classifications");
  });

  it("asks a question only of a model that answers questions, and sends it no sheet", () => {
    expect(curlOf(READER)).toContain('"question":"Quem?"');
    expect(sheetOf(READER)).toBeNull();
  });
});
