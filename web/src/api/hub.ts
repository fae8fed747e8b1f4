/**
 * What all tabs of this browser follow, over one connection.
 *
 * A browser grants a site six connections over HTTP/1.1, so seven watching tabs would leave none for anything else.
 * One tab leads: it opens the stream for everybody's topics and hands on what it hears. When it goes, another goes on
 * from the place that it has heard of. Whoever takes a message must bear with one that it has taken before.
 */

import { OPENED, STREAM_NAMES } from "./events";
import { beginning, isLater, type Wishes } from "./position";
import { type Connect, type Link, type Message, openStream } from "./stream";

/** A message whose data has been read. */
export interface Told {
  name: string;
  id: string;
  data: unknown;
}

/** One who follows a topic, such as `run:<id>`. */
export interface Follower {
  topic: string;
  /** The place up to which it knows all; empty to begin now. */
  after: string;
  take: (told: Told) => void;
  /** A stream begins behind `place`: what lies before it and was not known is to be looked up. */
  onOpen: (place: string) => void;
  onLink: (link: Link) => void;
}

/** What tabs tell each other. */
export type Note =
  | { kind: "wishes"; tab: string; wishes: Wishes }
  | { kind: "leads" }
  | { kind: "message"; message: Message }
  | { kind: "link"; link: Link };

/** The other tabs, as one tab meets them. */
export interface Tabs {
  own: string;
  post: (note: Note) => void;
  listen: (take: (note: Note) => void) => void;
  /** Waits to lead, calls `begin` when it is one's turn, and answers with how to stand back. */
  stand: (begin: () => void) => () => void;
  /** Calls `act` once the tab is closed. */
  whenGone: (tab: string, act: () => void) => void;
}

/** Those who come and go together, as a page's parts do, are served together. */
const TOGETHER_MS = 30;

export class Hub {
  private readonly tabs: Tabs;
  private readonly connect: Connect;
  private readonly followers = new Set<Follower>();
  /** By tab; whoever leads knows them all. */
  private readonly wishes = new Map<string, Wishes>();
  private place = "";
  private link: Link = "connecting";
  private standBack: (() => void) | null = null;
  private leads = false;
  private close: (() => void) | null = null;
  private told: ReadonlySet<string> = new Set();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(tabs: Tabs, connect: Connect) {
    this.tabs = tabs;
    this.connect = connect;
    tabs.listen((note) => this.hear(note));
  }

  /** Follows until the returned function is called. */
  follow(follower: Follower): () => void {
    this.followers.add(follower);
    follower.onLink(this.link);
    this.soon();
    return () => {
      if (this.followers.delete(follower)) this.soon();
    };
  }

  private soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settle(), TOGETHER_MS);
  }

  private settle(): void {
    const wishes = Object.fromEntries([...this.followers].map(({ topic, after }) => [topic, after]));
    this.wishes.set(this.tabs.own, wishes);
    if (!this.leads) this.tabs.post({ kind: "wishes", tab: this.tabs.own, wishes });
    if (this.followers.size === 0) this.leave();
    else if (this.standBack === null) this.standBack = this.tabs.stand(() => this.begin());
    else if (this.leads) this.serve();
  }

  /** Leads nobody any more, and is in nobody's way. */
  private leave(): void {
    this.stop();
    this.leads = false;
    this.standBack?.();
    this.standBack = null;
    this.link = "connecting";
  }

  private begin(): void {
    this.leads = true;
    for (const tab of this.wishes.keys()) if (tab !== this.tabs.own) this.wishes.delete(tab);
    this.tabs.post({ kind: "leads" });
    // The others' answers come meanwhile.
    this.soon();
  }

  private hear(note: Note): void {
    switch (note.kind) {
      case "message":
        this.deliver(note.message);
        return;
      case "link":
        this.setLink(note.link);
        return;
      case "leads":
        this.settle();
        return;
      case "wishes":
        if (this.leads) this.admit(note.tab, note.wishes);
        return;
      default:
        note satisfies never;
    }
  }

  private admit(tab: string, wishes: Wishes): void {
    if (!this.wishes.has(tab)) this.tabs.whenGone(tab, () => this.wishes.delete(tab));
    this.wishes.set(tab, wishes);
    this.tabs.post({ kind: "link", link: this.link });
    this.soon();
  }

  /** Opens the stream anew if it does not tell all that is wished for. */
  private serve(): void {
    const topics = Object.keys(this.all());
    if (topics.every((topic) => this.told.has(topic))) return;
    this.stop();
    this.close = openStream({
      address: () => this.address(),
      names: STREAM_NAMES,
      take: (message) => this.pass(message),
      onLink: (link) => this.pass(link),
      connect: this.connect,
    });
  }

  private stop(): void {
    this.close?.();
    this.close = null;
    this.told = new Set();
  }

  private address(): string {
    const wishes = this.all();
    this.told = new Set(Object.keys(wishes));
    const after = beginning(this.place, wishes);
    return `/api/events?topics=${[...this.told].join(",")}${after && `&after=${after}`}`;
  }

  private all(): Wishes {
    return Object.assign({}, ...this.wishes.values());
  }

  private pass(heard: Message | Link): void {
    if (typeof heard === "object") {
      this.deliver(heard);
      this.tabs.post({ kind: "message", message: heard });
      // A stream that is exchanged for another says nothing about the way to the server.
    } else if (heard !== "closed" && (heard !== "connecting" || this.link !== "live")) {
      this.setLink(heard);
      this.tabs.post({ kind: "link", link: heard });
    }
  }

  private setLink(link: Link): void {
    this.link = link;
    for (const follower of this.followers) follower.onLink(link);
  }

  private deliver({ name, id, data }: Message): void {
    if (isLater(id, this.place)) this.place = id;
    const read = JSON.parse(data) as { topics: string[] };
    for (const follower of this.followers) {
      if (!read.topics.includes(follower.topic)) continue;
      if (name === OPENED) follower.onOpen(id);
      else follower.take({ name, id, data: read });
    }
  }
}
