import { localStorageColorSchemeManager, useMantineColorScheme } from "@mantine/core";

export type Scheme = "auto" | "light" | "dark";

/** Keeps the theme where `first-paint.js` looks for it. */
export const schemeManager = localStorageColorSchemeManager({ key: "afina.scheme" });

/** The chosen theme, and how to choose another. */
export function useScheme(): [Scheme, (scheme: Scheme) => void] {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return [colorScheme, setColorScheme];
}
