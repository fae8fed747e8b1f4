import type { Token } from "../theme";

interface Mark {
  letter: string;
  color: Extract<Token, `--data-${string}`>;
  dashed: false | number[];
}

/** By what each of several runs is known in a picture: a letter, a colour and a line of its own. */
export const MARKS: Mark[] = [
  { letter: "A", color: "--data-right", dashed: false },
  { letter: "B", color: "--data-wrong", dashed: [8, 6] },
  { letter: "C", color: "--data-3", dashed: [2, 4] },
  { letter: "D", color: "--data-4", dashed: [12, 4, 2, 4] },
  { letter: "E", color: "--data-5", dashed: [16, 6] },
  { letter: "F", color: "--data-6", dashed: [4, 4] },
];
