import { describe, expect, it } from "vitest";
import { agentIn } from "./agent";

const MOZILLA = "Mozilla/5.0";
const LIKE_CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0";

describe("what a browser calls itself", () => {
  it.each([
    [`${MOZILLA} (X11; Linux x86_64) ${LIKE_CHROME} Safari/537.36`, "Chrome", "Linux"],
    [
      `${MOZILLA} (Windows NT 10.0; Win64; x64) ${LIKE_CHROME} Safari/537.36 Edg/140.0.0.0`,
      "Edge",
      "Windows",
    ],
    [`${MOZILLA} (Windows NT 10.0; rv:143.0) Gecko/20100101 Firefox/143.0`, "Firefox", "Windows"],
    [`${MOZILLA} (Linux; Android 14; K) ${LIKE_CHROME} Mobile Safari/537.36`, "Chrome", "Android"],
    [
      `${MOZILLA} (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1`,
      "Safari",
      "iOS",
    ],
  ])("is read from %s", (header, browser, system) => {
    expect(agentIn(header)).toEqual({ browser, system });
  });

  it("is nothing that is known, for a program", () => {
    expect(agentIn("python-httpx/0.28.1")).toBeNull();
  });
});
