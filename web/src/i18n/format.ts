/** Numbers, dates and sizes as a language writes them. */

export type Language = "pt-BR" | "en";

export interface Format {
  count: (value: number) => string;
  /** At most this many digits after the comma. */
  decimal: (value: number, digits: number) => string;
  /** Exactly this many digits after the comma, for columns. */
  fixed: (value: number, digits: number) => string;
  /** For very small or very large figures, such as a learning rate. */
  scientific: (value: number) => string;
  percent: (fraction: number) => string;
  size: (bytes: number) => string;
  ordinal: (value: number) => string;
  absolute: (at: Date) => string;
  /** The same, as short as it can be, for columns. */
  short: (at: Date) => string;
  time: (at: Date) => string;
  /** To the second, for lines of a log. */
  clock: (at: Date) => string;
  relative: (at: Date, now: Date) => string;
}

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365 * 86_400],
  ["month", 30 * 86_400],
  ["week", 7 * 86_400],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

const ORDINAL_SUFFIX: Record<Intl.LDMLPluralRule, string> = {
  one: "st",
  two: "nd",
  few: "rd",
  other: "th",
  zero: "th",
  many: "th",
};

/** How `language` writes figures and moments, in the time zone of the browser. */
export function createFormat(language: Language): Format {
  const number = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, options);
  const moment = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, options);
  const count = number({});
  const percent = number({ style: "percent", maximumFractionDigits: 0 });
  const absolute = moment({ dateStyle: "long", timeStyle: "short" });
  const short = moment({ dateStyle: "short", timeStyle: "short" });
  const time = moment({ timeStyle: "short" });
  const clock = moment({ timeStyle: "medium" });
  const since = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const plurals = new Intl.PluralRules("en", { type: "ordinal" });
  return {
    count: (value) => count.format(value),
    decimal: (value, digits) => number({ maximumFractionDigits: digits }).format(value),
    fixed: (value, digits) =>
      number({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value),
    scientific: (value) => number({ maximumSignificantDigits: 3 }).format(value),
    percent: (fraction) => percent.format(fraction),
    size: (bytes) => formatSize(bytes, number({ maximumSignificantDigits: 3 })),
    ordinal: (value) =>
      language === "en" ? `${value}${ORDINAL_SUFFIX[plurals.select(value)]}` : `${value}º`,
    absolute: (at) => absolute.format(at),
    short: (at) => short.format(at),
    time: (at) => time.format(at),
    clock: (at) => clock.format(at),
    relative: (at, now) => formatRelative(since, at, now),
  };
}

function formatRelative(since: Intl.RelativeTimeFormat, at: Date, now: Date): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const unit = UNITS.find(([, length]) => Math.abs(seconds) >= length);
  return unit ? since.format(Math.trunc(seconds / unit[1]), unit[0]) : since.format(0, "second");
}

const SIZES = ["B", "KB", "MB", "GB", "TB"];

function formatSize(bytes: number, number: Intl.NumberFormat): string {
  const power = Math.min(SIZES.length - 1, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1000)));
  return `${number.format(bytes / 1000 ** power)} ${SIZES[power]}`;
}

/** A measured duration: `2 h 5 min`, `4 min 12 s`, `38 s`; the units read the same in both languages. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  if (minutes > 0) return rest > 0 ? `${minutes} min ${rest} s` : `${minutes} min`;
  return `${rest} s`;
}

/** A time left, only as exact as it can be known. */
export type Rough =
  | { unit: "moment" }
  | { unit: "minutes"; value: number }
  | { unit: "hours"; value: number; half: boolean };

const MINUTES_UNTIL_HOURS = 90;

/** `seconds` rounded as people say it: under a minute, whole minutes, then half hours. */
export function rough(seconds: number): Rough {
  if (seconds < 60) return { unit: "moment" };
  const minutes = Math.round(seconds / 60);
  if (minutes < MINUTES_UNTIL_HOURS) return { unit: "minutes", value: minutes };
  const halves = Math.round(minutes / 30);
  return { unit: "hours", value: Math.floor(halves / 2), half: halves % 2 === 1 };
}

/** A share as "n of every 100", never rounded to perfect or to nothing. */
export function outOfHundred(fraction: number): number {
  if (fraction >= 1) return 100;
  if (fraction <= 0) return 0;
  return Math.min(99, Math.max(1, Math.round(fraction * 100)));
}
