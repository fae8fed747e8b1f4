import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { delayAfter, type Link, openStream, type Source } from "./stream";

class FakeSource implements Source {
  onopen: ((event: Event) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  closed = false;
  private readonly listeners = new Map<string, (event: MessageEvent<string>) => void>();
  readonly address: string;

  constructor(address: string) {
    this.address = address;
  }

  addEventListener(name: string, listener: (event: MessageEvent<string>) => void): void {
    this.listeners.set(name, listener);
  }

  close(): void {
    this.closed = true;
  }

  open(): void {
    this.onopen?.({} as Event);
  }

  fail(): void {
    this.onerror?.({} as Event);
  }

  send(name: string, data: string): void {
    this.listeners.get(name)?.({ data, lastEventId: data } as MessageEvent<string>);
  }
}

const sources: FakeSource[] = [];
const links: Link[] = [];
const taken: string[] = [];

function newest(): FakeSource {
  const source = sources.at(-1);
  if (!source) throw new Error("no source was opened");
  return source;
}

const place = { after: "7" };

function listen(): () => void {
  return openStream({
    address: () => `/events?after=${place.after}`,
    names: ["tick"],
    take: ({ data }) => taken.push(data),
    onLink: (link) => links.push(link),
    connect: (address) => {
      sources.push(new FakeSource(address));
      return newest();
    },
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  sources.length = links.length = taken.length = 0;
  place.after = "7";
});
afterEach(() => vi.useRealTimers());

describe("a stream", () => {
  it("goes on from where its owner is when the connection is cut", () => {
    listen();
    newest().open();
    place.after = "9";
    newest().fail();
    vi.advanceTimersByTime(1_000);
    expect(sources.map((source) => source.address)).toEqual(["/events?after=7", "/events?after=9"]);
    expect(sources[0]?.closed).toBe(true);
  });

  it("says that the page must poll after three failures in a row, and goes on trying", () => {
    listen();
    for (let failures = 1; failures <= 3; failures += 1) {
      newest().fail();
      vi.advanceTimersByTime(delayAfter(failures));
    }
    expect(links).toEqual(["connecting", "reconnecting", "polling"]);
    newest().open();
    expect(links.at(-1)).toBe("live");
    expect(sources).toHaveLength(4);
  });

  it("forgets earlier failures once it is open again", () => {
    listen();
    newest().fail();
    vi.advanceTimersByTime(1_000);
    newest().open();
    newest().fail();
    expect(links.at(-1)).toBe("reconnecting");
    vi.advanceTimersByTime(1_000);
    expect(sources).toHaveLength(3);
  });

  it("opens again after a long silence without calling it a failure", () => {
    listen();
    newest().open();
    vi.advanceTimersByTime(45_000);
    expect(sources).toHaveLength(2);
    expect(sources[0]?.closed).toBe(true);
    expect(links).toEqual(["connecting", "live"]);
  });

  it("takes nothing more once it is closed", () => {
    const close = listen();
    newest().open();
    close();
    newest().send("tick", "9");
    newest().fail();
    vi.advanceTimersByTime(120_000);
    expect(taken).toEqual([]);
    expect(sources).toHaveLength(1);
  });
});

describe("the delay before the next attempt", () => {
  it("doubles from one second and stops at thirty", () => {
    expect([1, 2, 3, 4, 5, 6, 7].map(delayAfter)).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
    ]);
  });
});
