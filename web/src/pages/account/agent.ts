/** What a browser calls itself, as people know it. */
export interface Agent {
  browser: string;
  system: string;
}

/** The first that matches counts: later ones pretend to be earlier ones. */
const BROWSERS: [RegExp, string][] = [
  [/Edg(?:e|A|iOS)?\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\/|FxiOS\//, "Firefox"],
  [/Chrome\/|CriOS\/|Chromium\//, "Chrome"],
  [/Safari\//, "Safari"],
];

const SYSTEMS: [RegExp, string][] = [
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];

/** Browser and system in a `User-Agent`; null where either is not known. */
export function agentIn(header: string): Agent | null {
  const [browser, system] = [nameIn(BROWSERS, header), nameIn(SYSTEMS, header)];
  return browser !== undefined && system !== undefined ? { browser, system } : null;
}

function nameIn(known: [RegExp, string][], header: string): string | undefined {
  return known.find(([pattern]) => pattern.test(header))?.[1];
}
