import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from "@mantine/core";

/** The brand's blue, from paper to ink. Pages never name a shade; they use the tokens below. */
const ink: MantineColorsTuple = [
  "#eef4fb",
  "#dbe6f3",
  "#b4cce7",
  "#8ab0dc",
  "#6798d2",
  "#5089cc",
  "#4381ca",
  "#346fb3",
  "#2862a1",
  "#1f4e8c",
];

/** The greys that Mantine's controls use in a dark page, tinted like the page. */
const night: MantineColorsTuple = [
  "#e8ecf1",
  "#b6bfca",
  "#a3adb9",
  "#7a8594",
  "#3b4450",
  "#2c343e",
  "#1d242c",
  "#161b21",
  "#12161b",
  "#0d1014",
];

const light = {
  "--mantine-color-body": "#ffffff",
  "--mantine-color-text": "#17202b",
  "--mantine-color-dimmed": "#4a5665",
  "--mantine-color-placeholder": "#5d6977",
  "--mantine-color-default-border": "#8792a0",
  "--mantine-color-error": "#a61b1b",
  "--mantine-color-anchor": "#1f4e8c",
  "--surface-quiet": "#f4f6f9",
  "--border-soft": "#d5dce4",
  "--chart-grid": "#e3e8ee",
  "--track": "#e3e8ee",
  "--track-stripe": "#c6d2e0",
  "--brand-ink": "#1f4e8c",
  "--brand-surface": "#e8f0f9",
  "--success-ink": "#1b6e3c",
  "--success-surface": "#e4f4e9",
  "--warning-ink": "#6b5200",
  "--warning-surface": "#fff3bf",
  "--caution-ink": "#8a3b00",
  "--caution-surface": "#fdeadb",
  "--danger-ink": "#a61b1b",
  "--danger-surface": "#fdecec",
  "--danger-fill": "#a61b1b",
  "--data-right": "#1f4e8c",
  "--data-wrong": "#b4530a",
  "--data-3": "#0f766e",
  "--data-4": "#6d3fa0",
  "--data-5": "#a3235f",
  "--data-6": "#55606d",
} as const;

export type Token = keyof typeof light;

const dark: Record<Token, string> = {
  "--mantine-color-body": "#161b21",
  "--mantine-color-text": "#e8ecf1",
  "--mantine-color-dimmed": "#b6bfca",
  "--mantine-color-placeholder": "#a3adb9",
  "--mantine-color-default-border": "#7a8594",
  "--mantine-color-error": "#ff9b9b",
  "--mantine-color-anchor": "#8ab0dc",
  "--surface-quiet": "#1d242c",
  "--border-soft": "#3b4450",
  "--chart-grid": "#333c47",
  "--track": "#333c47",
  "--track-stripe": "#47566a",
  "--brand-ink": "#8ab0dc",
  "--brand-surface": "#1b2b40",
  "--success-ink": "#7fd39b",
  "--success-surface": "#17301f",
  "--warning-ink": "#f2d675",
  "--warning-surface": "#352e12",
  "--caution-ink": "#ffc078",
  "--caution-surface": "#3a2815",
  "--danger-ink": "#ff9b9b",
  "--danger-surface": "#3b1f22",
  "--danger-fill": "#a93434",
  "--data-right": "#6798d2",
  "--data-wrong": "#f0a35e",
  "--data-3": "#4fb8ac",
  "--data-4": "#b493e0",
  "--data-5": "#f08bb5",
  "--data-6": "#a9b4c0",
};

/** Five fixed steps each, the same in both schemes; the ink of a step is dark up to the third. */
const heat = {
  "--heat-right-1": "#e4eef8",
  "--heat-right-2": "#c0d5ec",
  "--heat-right-3": "#8fb2db",
  "--heat-right-4": "#346fb3",
  "--heat-right-5": "#1f4e8c",
  "--heat-wrong-1": "#fdeee2",
  "--heat-wrong-2": "#f8d5b8",
  "--heat-wrong-3": "#eeb07e",
  "--heat-wrong-4": "#a84a08",
  "--heat-wrong-5": "#7d3600",
  "--heat-ink-dark": "#17202b",
  "--heat-ink-light": "#ffffff",
} as const;

export const tokens = { light, dark, heat };

export const cssVariables: CSSVariablesResolver = () => ({ variables: heat, light, dark });

/** The destructive button has a fill of its own, so that white on it passes in both schemes. */
const variantColors: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  if (input.color !== "danger") return colors;
  return { ...colors, background: "var(--danger-fill)", hover: "var(--danger-fill)", color: "#ffffff" };
};

const TARGET_PIXELS = 44;
const PADDING_PIXELS = 8;
const BORDER_PIXELS = 1;

export const theme = createTheme({
  primaryColor: "ink",
  primaryShade: { light: 9, dark: 7 },
  colors: { ink, dark: night },
  black: light["--mantine-color-text"],
  variantColorResolver: variantColors,
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'Cascadia Mono', 'DejaVu Sans Mono', Menlo, monospace",
  fontSizes: { xs: "0.8125rem", sm: "0.9375rem", md: "1rem", lg: "1.125rem", xl: "1.25rem" },
  lineHeights: { md: "1.55" },
  headings: {
    fontWeight: "650",
    sizes: {
      h1: { fontSize: "1.75rem", lineHeight: "1.25" },
      h2: { fontSize: "1.25rem", lineHeight: "1.35" },
      h3: { fontSize: "1.0625rem", lineHeight: "1.4" },
    },
  },
  defaultRadius: "md",
  cursorType: "pointer",
  focusRing: "auto",
  respectReducedMotion: true,
  components: {
    Button: {
      defaultProps: { size: "md", variant: "filled" },
      // A long label breaks into lines instead of being cut off.
      styles: {
        root: { height: "auto", minHeight: TARGET_PIXELS, paddingBlock: PADDING_PIXELS },
        inner: { height: "auto", minHeight: TARGET_PIXELS - 2 * PADDING_PIXELS - 2 * BORDER_PIXELS },
        label: { height: "auto", whiteSpace: "normal", lineHeight: 1.25 },
      },
    },
    Input: { classNames: { wrapper: "control" }, styles: { input: { minHeight: TARGET_PIXELS } } },
    InputWrapper: {
      styles: {
        description: { fontSize: "0.875rem", lineHeight: 1.45 },
        error: { fontSize: "0.9375rem" },
      },
    },
    Paper: { defaultProps: { withBorder: true, p: { base: "md", sm: "lg" } } },
  },
});
