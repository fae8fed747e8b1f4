import { useEffect, useRef } from "react";
import { type Follower, Hub } from "./hub";
import { otherTabs } from "./tabs";
import { useVisible } from "./useVisible";

let hub: Hub | null = null;

/**
 * Follows a topic, or nothing, while somebody may be looking; it begins behind `after`.
 *
 * A hidden tab gives up its part of the connection, and goes on from where it was when it is looked at again.
 */
export function useFollow(topic: string | null, follower: Omit<Follower, "topic">): void {
  const visible = useVisible();
  const latest = useRef(follower);
  latest.current = follower;
  useEffect(() => {
    if (topic === null || !visible) return;
    hub ??= new Hub(otherTabs(), (address) => new EventSource(address));
    return hub.follow({
      topic,
      after: latest.current.after,
      take: (told) => latest.current.take(told),
      onOpen: (place) => latest.current.onOpen(place),
      onLink: (link) => latest.current.onLink(link),
    });
  }, [topic, visible]);
}
