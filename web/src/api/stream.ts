/** The one place that opens an EventSource: it decides when to listen again and when to give up. */

/** How news comes in. `polling`: there is no stream to be had, so the page asks on its own. */
export type Link = "connecting" | "live" | "reconnecting" | "polling" | "closed";

/** What an EventSource is to this module; tests bring their own. */
export interface Source {
  onopen: ((event: Event) => void) | null;
  onerror: ((event: Event) => void) | null;
  addEventListener(name: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

export type Connect = (address: string) => Source;

/** One event as it came. */
export interface Message {
  name: string;
  /** The `id:` line in force; an event that sends none repeats the one before it. */
  id: string;
  data: string;
}

export interface StreamOptions {
  /** Where to go on from what has been taken; asked before each attempt. */
  address: () => string;
  names: readonly string[];
  take: (message: Message) => void;
  onLink: (link: Link) => void;
  connect: Connect;
}

export const POLLING_AFTER_FAILURES = 3;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;
/** Pings are comments, which an EventSource hides; a silence this long may be a dead connection. */
const SILENCE_MS = 45_000;

/** How long to wait before the next attempt, after this many failures in a row. */
export function delayAfter(failures: number): number {
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1));
}

/** Listens until the returned function is called. */
export function openStream(options: StreamOptions): () => void {
  const stream = new Stream(options);
  stream.open();
  return () => stream.close();
}

class Stream {
  private readonly options: StreamOptions;
  private source: Source | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private link: Link | null = null;

  constructor(options: StreamOptions) {
    this.options = options;
    this.tell("connecting");
  }

  open(): void {
    const source = this.options.connect(this.options.address());
    this.source = source;
    // A source that was given up may still have events on their way.
    const current = () => this.source === source;
    source.onopen = () => current() && this.opened();
    source.onerror = () => current() && this.comeBack();
    for (const name of this.options.names)
      source.addEventListener(name, (event) => current() && this.heard(name, event));
    this.watch();
  }

  close(): void {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
    this.tell("closed");
  }

  private opened(): void {
    this.failures = 0;
    this.tell("live");
  }

  private heard(name: string, event: MessageEvent<string>): void {
    this.options.take({ name, id: event.lastEventId, data: event.data });
    this.watch();
  }

  private comeBack(): void {
    this.source?.close();
    this.source = null;
    this.failures += 1;
    this.tell(this.failures >= POLLING_AFTER_FAILURES ? "polling" : "reconnecting");
    this.after(delayAfter(this.failures), () => this.open());
  }

  private watch(): void {
    this.after(SILENCE_MS, () => {
      this.source?.close();
      this.open();
    });
  }

  private after(milliseconds: number, act: () => void): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(act, milliseconds);
  }

  private tell(link: Link): void {
    if (link === this.link) return;
    this.link = link;
    this.options.onLink(link);
  }
}
