import createClient, { type Middleware } from "openapi-fetch";
import { refusalOf, Unreachable } from "./problem";
import { noteAnswer } from "./reachability";
import type { paths } from "./schema";

type SignedOut = () => void;

const request: { language: string; onSignedOut: SignedOut } = {
  language: "pt-BR",
  onSignedOut: () => {},
};

/** The language of the server's sentences, from the next request on. */
export function speak(language: string): void {
  request.language = language;
}

/** The headers with which a change is asked for without this client. */
export function mannersOfChanges(): Record<string, string> {
  return { "Accept-Language": request.language, [CHANGE_HEADER]: "1" };
}

/** Takes note of an answer that came without this client: the session may be over. */
export function noteStatus(status: number): void {
  if (status === 401) request.onSignedOut();
}

/** What to do when the server no longer knows who asks. */
export function whenSignedOut(react: SignedOut): void {
  request.onSignedOut = react;
}

const CHANGE_HEADER = "X-Afina-Request";
const SAFE_METHODS = new Set(["GET", "HEAD"]);

const manners: Middleware = {
  onRequest({ request: outgoing }) {
    outgoing.headers.set("Accept-Language", request.language);
    // A form on another site cannot set a header: this is what tells our page from it.
    if (!SAFE_METHODS.has(outgoing.method)) outgoing.headers.set(CHANGE_HEADER, "1");
    return outgoing;
  },
  onResponse({ response, schemaPath }) {
    if (schemaPath !== "/api/session") noteStatus(response.status);
  },
};

export const client = createClient<paths>({ baseUrl: "" });
client.use(manners);

interface Call<Body> {
  data?: Body;
  error?: unknown;
  response: Response;
}

/**
 * The body of an answer.
 *
 * @throws Refusal when the server said no, Unreachable when it said nothing.
 */
export async function answer<Body>(call: Promise<Call<Body>>): Promise<Body> {
  const { data, error, response } = await call.catch((cause: unknown) => {
    noteAnswer(false);
    throw new Unreachable("no answer from the server", { cause });
  });
  noteAnswer(true);
  if (!response.ok) throw refusalOf(response.status, error);
  return data as Body;
}
