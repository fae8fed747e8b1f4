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

const given = { slots: 1, back: 0 };

function start(isOver = () => false): () => void {
  return openStream({
    address: (after) => `/events?after=${after}`,
    after: "7",
    names: ["tick", "loose"],
    take: ({ name, data }) => {
      taken.push(data);
      return name === "loose" ? null : data;
    },
    isOver,
    onLink: (link) => links.push(link),
    connect: (address) => {
      sources.push(new FakeSource(address));
      return newest();
    },
    takeSlot: async () => (given.slots > 0 ? () => (given.back += 1) : null),
  });
}

async function listen(isOver?: () => boolean): Promise<() => void> {
  const close = start(isOver);
  await vi.advanceTimersByTimeAsync(0);
  return close;
}

beforeEach(() => {
  vi.useFakeTimers();
  sources.length = links.length = taken.length = 0;
  given.slots = 1;
  given.back = 0;
});
afterEach(() => vi.useRealTimers());

describe("a stream", () => {
  it("continues after the position of the last message when the connection is cut", async () => {
    await listen();
    newest().open();
    newest().send("tick", "9");
    newest().fail();
    vi.advanceTimersByTime(1_000);
    expect(sources.map((source) => source.address)).toEqual(["/events?after=7", "/events?after=9"]);
    expect(sources[0]?.closed).toBe(true);
  });

  it("never moves its position back when an old message is repeated", async () => {
    await listen();
    newest().send("tick", "9");
    newest().send("tick", "8");
    newest().fail();
    vi.advanceTimersByTime(1_000);
    expect(newest().address).toBe("/events?after=9");
  });

  it("keeps its position when a message has none of its own", async () => {
    await listen();
    newest().send("tick", "9");
    newest().send("loose", "400");
    newest().fail();
    vi.advanceTimersByTime(1_000);
    expect(newest().address).toBe("/events?after=9");
  });

  it("closes for good when the connection ends and there is nothing to come back for", async () => {
    await listen(() => true);
    newest().open();
    newest().fail();
    vi.advanceTimersByTime(120_000);
    expect(sources).toHaveLength(1);
    expect(newest().closed).toBe(true);
    expect(links).toEqual(["connecting", "live", "closed"]);
  });

  it("says that the page must poll after three failures in a row, and goes on trying", async () => {
    await listen();
    for (let failures = 1; failures <= 3; failures += 1) {
      newest().fail();
      vi.advanceTimersByTime(delayAfter(failures));
    }
    expect(links).toEqual(["connecting", "reconnecting", "polling"]);
    newest().open();
    expect(links.at(-1)).toBe("live");
    expect(sources).toHaveLength(4);
  });

  it("forgets earlier failures once it is open again", async () => {
    await listen();
    newest().fail();
    vi.advanceTimersByTime(1_000);
    newest().open();
    newest().fail();
    expect(links.at(-1)).toBe("reconnecting");
    vi.advanceTimersByTime(1_000);
    expect(sources).toHaveLength(3);
  });

  it("opens again after a long silence without calling it a failure", async () => {
    await listen();
    newest().open();
    vi.advanceTimersByTime(45_000);
    expect(sources).toHaveLength(2);
    expect(sources[0]?.closed).toBe(true);
    expect(links).toEqual(["connecting", "live"]);
  });

  it("takes nothing more once it is closed", async () => {
    const close = await listen();
    newest().open();
    close();
    newest().send("tick", "9");
    newest().fail();
    vi.advanceTimersByTime(120_000);
    expect(taken).toEqual([]);
    expect(sources).toHaveLength(1);
  });
});

describe("a stream among many tabs", () => {
  it("lets the page poll while other tabs hold all slots, and opens when one is free", async () => {
    given.slots = 0;
    await listen();
    expect(links).toEqual(["connecting", "polling"]);
    expect(sources).toHaveLength(0);
    given.slots = 1;
    await vi.advanceTimersByTimeAsync(5_000);
    newest().open();
    expect(links.at(-1)).toBe("live");
  });

  it("keeps its slot through a cut and gives it back once when it closes", async () => {
    const close = await listen();
    newest().fail();
    vi.advanceTimersByTime(1_000);
    expect(given.back).toBe(0);
    close();
    expect(given.back).toBe(1);
  });

  it("gives a slot straight back that comes after it was closed", async () => {
    const close = start();
    close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sources).toHaveLength(0);
    expect(given.back).toBe(1);
  });
});

describe("the delay before the next attempt", () => {
  it("doubles from one second and stops at thirty", () => {
    expect([1, 2, 3, 4, 5, 6, 7].map(delayAfter)).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
    ]);
  });
});
