import classes from "./tone.module.css";

/** What a coloured surface says; never said by colour alone. */
export type Tone = "neutral" | "brand" | "success" | "warning" | "caution" | "danger";

/** The attributes that give an element its tone. */
export function toned(tone: Tone, className: string | undefined) {
  return { className: `${classes.tone} ${className ?? ""}`, "data-tone": tone };
}
