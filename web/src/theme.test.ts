import { describe, expect, it } from "vitest";
import { type Token, tokens } from "./theme";

const AA_TEXT = 4.5;
const AA_GRAPHICS = 3;

function luminance(hex: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const [red, green, blue] = channels.map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  ) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The ratio of WCAG 2.2, from 1 to 21. */
function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const SURFACES: Token[] = [
  "--mantine-color-body",
  "--surface-quiet",
  "--brand-surface",
  "--success-surface",
  "--warning-surface",
  "--caution-surface",
  "--danger-surface",
];
const INKS: Token[] = ["--mantine-color-text", "--mantine-color-dimmed", "--brand-ink"];
const TONES = ["brand", "success", "warning", "caution", "danger"] as const;

describe.each(["light", "dark"] as const)("the %s scheme", (name) => {
  const scheme = tokens[name];

  it.each(SURFACES)("keeps text readable on %s", (surface) => {
    for (const ink of INKS) expect(contrast(scheme[ink], scheme[surface])).toBeGreaterThanOrEqual(AA_TEXT);
  });

  it.each(TONES)("keeps the ink of %s readable on its surface and on the page", (tone) => {
    const ink = scheme[`--${tone}-ink`];
    expect(contrast(ink, scheme[`--${tone}-surface`])).toBeGreaterThanOrEqual(AA_TEXT);
    expect(contrast(ink, scheme["--mantine-color-body"])).toBeGreaterThanOrEqual(AA_TEXT);
  });

  it("draws controls and data against the page and the track", () => {
    const body = scheme["--mantine-color-body"];
    for (const token of ["--mantine-color-default-border", "--data-right", "--data-wrong"] as const)
      expect(contrast(scheme[token], body)).toBeGreaterThanOrEqual(AA_GRAPHICS);
    for (const token of ["--data-right", "--data-wrong"] as const)
      expect(contrast(scheme[token], scheme["--track"])).toBeGreaterThanOrEqual(AA_GRAPHICS);
  });

  it.each(["--data-3", "--data-4", "--data-5", "--data-6"] as const)("draws a run in %s", (token) => {
    expect(contrast(scheme[token], scheme["--mantine-color-body"])).toBeGreaterThanOrEqual(AA_TEXT);
    expect(contrast(scheme[token], scheme["--track"])).toBeGreaterThanOrEqual(AA_GRAPHICS);
  });

  it("writes white on the destructive button", () => {
    expect(contrast("#ffffff", scheme["--danger-fill"])).toBeGreaterThanOrEqual(AA_TEXT);
  });
});

describe("the heat table", () => {
  it.each([1, 2, 3, 4, 5] as const)("keeps its figures readable on step %i", (step) => {
    const ink = tokens.heat[step <= 3 ? "--heat-ink-dark" : "--heat-ink-light"];
    for (const ramp of ["right", "wrong"] as const)
      expect(contrast(ink, tokens.heat[`--heat-${ramp}-${step}`])).toBeGreaterThanOrEqual(AA_TEXT);
  });
});
