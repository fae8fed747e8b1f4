import { describe, expect, it } from "vitest";
import { createFormat, formatDuration, outOfHundred, rough } from "./format";

const NOW = new Date("2025-11-12T14:00:00Z");
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

describe("figures", () => {
  it("are written as each language writes them", () => {
    expect(createFormat("pt-BR").count(1580)).toBe("1.580");
    expect(createFormat("en").count(1580)).toBe("1,580");
    expect(createFormat("pt-BR").decimal(0.8123, 2)).toBe("0,81");
    expect(createFormat("pt-BR").scientific(0.00005)).toBe("0,00005");
    expect(plain(createFormat("pt-BR").percent(0.435))).toBe("44%");
  });

  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [438_012_345, "438 MB"],
    [1_340_000_000, "1,34 GB"],
  ])("%i bytes are %s", (bytes, words) => {
    expect(createFormat("pt-BR").size(bytes)).toBe(words);
  });

  it.each([
    [1, "1º", "1st"],
    [2, "2º", "2nd"],
    [11, "11º", "11th"],
    [23, "23º", "23rd"],
  ])("the place %i is %s and %s", (place, portuguese, english) => {
    expect(createFormat("pt-BR").ordinal(place)).toBe(portuguese);
    expect(createFormat("en").ordinal(place)).toBe(english);
  });
});

describe("moments", () => {
  it.each([
    [20, "agora", "now"],
    [60, "há 1 minuto", "1 minute ago"],
    [3_599, "há 59 minutos", "59 minutes ago"],
    [7_200, "há 2 horas", "2 hours ago"],
    [86_400, "ontem", "yesterday"],
    [21 * 86_400, "há 3 semanas", "3 weeks ago"],
  ])("%i seconds ago are %s and %s", (seconds, portuguese, english) => {
    expect(createFormat("pt-BR").relative(ago(seconds), NOW)).toBe(portuguese);
    expect(createFormat("en").relative(ago(seconds), NOW)).toBe(english);
  });
});

describe("durations", () => {
  it.each([
    [0, "0 s"],
    [59.6, "1 min"],
    [252, "4 min 12 s"],
    [7_200, "2 h"],
    [7_530, "2 h 5 min"],
  ])("%f seconds took %s", (seconds, words) => {
    expect(formatDuration(seconds)).toBe(words);
  });

  it.each([
    [59, { unit: "moment" }],
    [60, { unit: "minutes", value: 1 }],
    [725, { unit: "minutes", value: 12 }],
    [5_369, { unit: "minutes", value: 89 }],
    [5_400, { unit: "hours", value: 1, half: true }],
    [7_300, { unit: "hours", value: 2, half: false }],
    [9_000, { unit: "hours", value: 2, half: true }],
  ])("%i seconds left are said roughly", (seconds, said) => {
    expect(rough(seconds)).toEqual(said);
  });
});

describe("a share of right answers", () => {
  it.each([
    [0, 0],
    [0.001, 1],
    [0.874, 87],
    [0.998, 99],
    [1, 100],
  ])("%f is %i of every hundred", (share, count) => {
    expect(outOfHundred(share)).toBe(count);
  });
});
