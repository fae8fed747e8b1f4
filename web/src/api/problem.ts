import type { Problem } from "./types";

/** The server answered, and said no. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly code: string;
  /** All that the server said, as far as it said it. */
  readonly problem: Partial<Problem>;

  constructor(status: number, code: string, sentence: string, problem: Partial<Problem> = {}) {
    super(sentence);
    this.status = status;
    this.code = code;
    this.problem = problem;
  }
}

/** No answer came: the server, or the way to it, is down. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
}

/** The refusal in `body`, or one without words when the answer is not a problem document. */
export function refusalOf(status: number, body: unknown): Refusal {
  const problem = (typeof body === "object" && body !== null ? body : {}) as Partial<Problem>;
  return new Refusal(status, problem.code ?? `http_${status}`, problem.detail ?? "", problem);
}

/** Whether `error` is a refusal with this status. */
export function isRefused(error: unknown, status: number): boolean {
  return error instanceof Refusal && error.status === status;
}

/** Whether asking again could end otherwise. */
export function isTransient(error: unknown): boolean {
  return error instanceof Unreachable || (error instanceof Refusal && error.status >= 500);
}
