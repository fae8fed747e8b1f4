import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Follower, Hub, type Note, type Tabs } from "./hub";
import type { Link, Source } from "./stream";

/** Tabs of one browser: they hear each other, and one leads at a time, in the order in which they asked. */
class Browser {
  readonly queue: { tab: string; begin: () => void }[] = [];
  readonly open = new Map<string, (note: Note) => void>();
  readonly mourners: { tab: string; act: () => void }[] = [];

  tab(own: string): Tabs {
    return {
      own,
      post: (note) => {
        for (const [tab, take] of this.open) if (tab !== own) take(structuredClone(note));
      },
      listen: (take) => this.open.set(own, take),
      stand: (begin) => {
        this.queue.push({ tab: own, begin });
        if (this.queue.length === 1) begin();
        return () => this.leave(own);
      },
      whenGone: (tab, act) => this.mourners.push({ tab, act }),
    };
  }

  /** As when the tab crashes: it says nothing any more. */
  kill(tab: string): void {
    this.open.delete(tab);
    for (const source of sources) if (source.tab === tab) source.close();
    for (const mourner of this.mourners) if (mourner.tab === tab) mourner.act();
    this.leave(tab);
  }

  private leave(tab: string): void {
    const led = this.queue[0]?.tab === tab;
    this.queue.splice(0, this.queue.length, ...this.queue.filter((one) => one.tab !== tab));
    if (led) this.queue[0]?.begin();
  }
}

class FakeSource implements Source {
  onopen: ((event: Event) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  closed = false;
  private readonly listeners = new Map<string, (event: MessageEvent<string>) => void>();
  readonly tab: string;
  readonly address: string;

  constructor(tab: string, address: string) {
    this.tab = tab;
    this.address = address;
  }

  addEventListener(name: string, listener: (event: MessageEvent<string>) => void): void {
    this.listeners.set(name, listener);
  }

  close(): void {
    this.closed = true;
  }

  send(name: string, id: string, topics: string[]): void {
    const data = JSON.stringify({ topics, sequence: Number(id) });
    this.listeners.get(name)?.({ data, lastEventId: id } as MessageEvent<string>);
  }
}

let sources: FakeSource[] = [];
let browser = new Browser();

beforeEach(() => {
  vi.useFakeTimers();
  sources = [];
  browser = new Browser();
});
afterEach(() => vi.useRealTimers());

function newTab(name: string): Hub {
  return new Hub(browser.tab(name), (address) => {
    const source = new FakeSource(name, address);
    sources.push(source);
    return source;
  });
}

interface Seen extends Follower {
  ids: string[];
  opened: string[];
  links: Link[];
}

function following(topic: string, after = ""): Seen {
  const seen: Seen = {
    topic,
    after,
    ids: [],
    opened: [],
    links: [],
    take: ({ id }) => seen.ids.push(id),
    onOpen: (place) => seen.opened.push(place),
    onLink: (link) => seen.links.push(link),
  };
  return seen;
}

function settle(): void {
  vi.advanceTimersByTime(100);
}

/** The one connection of the browser. */
function stream(): FakeSource {
  const open = sources.filter(({ closed }) => !closed);
  expect(open).toHaveLength(1);
  return open[0] as FakeSource;
}

describe("tabs that follow", () => {
  it("share one connection, and each hears what it follows", () => {
    const seen = Array.from({ length: 7 }, (_, number) => following(`run:${number}`, "9"));
    for (const [number, one] of seen.entries()) newTab(`tab ${number}`).follow(one);
    settle();
    expect(stream().address).toBe("/api/events?topics=run:0,run:1,run:2,run:3,run:4,run:5,run:6&after=9");
    stream().onopen?.({} as Event);
    stream().send("opened", "9", ["run:0", "run:6"]);
    stream().send("renamed", "10", ["run:6"]);
    expect(seen.map(({ ids }) => ids.length)).toEqual([0, 0, 0, 0, 0, 0, 1]);
    expect(seen.map(({ opened }) => opened.length)).toEqual([1, 0, 0, 0, 0, 0, 1]);
    expect(seen.map(({ links }) => links.at(-1))).toEqual(Array(7).fill("live"));
  });

  it("go on from the last that any of them heard when the leading tab dies", () => {
    const [first, second] = [following("run:a", "9"), following("run:b", "9")];
    newTab("one").follow(first);
    newTab("two").follow(second);
    settle();
    stream().send("renamed", "14", ["run:a"]);
    browser.kill("one");
    settle();
    expect(stream().tab).toBe("two");
    expect(stream().address).toBe("/api/events?topics=run:b&after=14");
  });

  it("do without a tab that nobody looks at, and leave it the way back", () => {
    const [first, second] = [following("run:a", "9"), following("run:b", "9")];
    const one = newTab("one");
    const leave = one.follow(first);
    newTab("two").follow(second);
    settle();
    leave();
    settle();
    expect(stream().tab).toBe("two");
    one.follow(following("run:a", "12"));
    settle();
    expect(stream()).toMatchObject({ tab: "two", address: "/api/events?topics=run:b,run:a&after=9" });
  });

  it("open the stream anew for what it does not tell yet, and for nothing else", () => {
    const hub = newTab("one");
    const leave = hub.follow(following("run:a", "9"));
    hub.follow(following("workers"));
    settle();
    leave();
    settle();
    expect(sources).toHaveLength(1);
    stream().send("workers", "12", ["workers"]);
    hub.follow(following("logs:a", "7-3"));
    settle();
    expect(stream().address).toBe("/api/events?topics=workers,logs:a&after=12.7-3");
  });

  it("do not flicker where one stream takes the place of another", () => {
    const hub = newTab("one");
    const seen = following("run:a", "9");
    hub.follow(seen);
    settle();
    stream().onopen?.({} as Event);
    hub.follow(following("queue"));
    settle();
    stream().onopen?.({} as Event);
    expect(seen.links.filter((link) => link === "connecting")).toHaveLength(2);
    expect(seen.links.slice(2).every((link) => link === "live")).toBe(true);
  });

  it("close the connection with the last follower", () => {
    const leave = newTab("one").follow(following("run:a", "9"));
    settle();
    leave();
    settle();
    expect(sources.every(({ closed }) => closed)).toBe(true);
  });
});
