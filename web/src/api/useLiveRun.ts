import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useReducer, useState } from "react";
import { newsIn } from "./events";
import { type LiveRun, lagsBehind, reduce } from "./live";
import { isLater } from "./position";
import { isRefused } from "./problem";
import { runKeys, useSnapshot } from "./runs";
import type { Link } from "./stream";
import { hasEnded } from "./types";
import { useFollow } from "./useFollow";
import { useVisible } from "./useVisible";

const POLL_MS = 5_000;
const QUEUE_MS = 10_000;
const HIDDEN_MS = 10_000;
const CATCH_UP_MS = 1_000;

export interface LiveRunState {
  view: LiveRun | null;
  link: Link;
  error: Error | null;
  retry: () => void;
}

/** A run that follows the log while it is being watched; a hidden tab asks now and then instead. */
export function useLiveRun(id: string, isNew = false): LiveRunState {
  const [view, dispatch] = useReducer(reduce, null);
  const [link, setLink] = useState<Link>("connecting");
  const visible = useVisible();
  const known = view?.run.id === id ? view : null;
  const query = useSnapshot(id, refreshEvery(known, link, visible), isNew);
  const { data, dataUpdatedAt } = query;

  useEffect(() => {
    if (data) dispatch({ type: "snapshot", snapshot: data, atMs: dataUpdatedAt });
  }, [data, dataUpdatedAt]);
  useCatchUp(id, data !== undefined && lagsBehind(known, data), dataUpdatedAt);
  useNews(id, isRefused(query.error, 404) ? null : known, dispatch, setLink);

  return { view: known, link, error: query.error, retry: () => void query.refetch() };
}

function refreshEvery(view: LiveRun | null, link: Link, visible: boolean): number | false {
  if (view === null || hasEnded(view.run.status)) return false;
  if (!visible) return HIDDEN_MS;
  if (link === "polling") return POLL_MS;
  return view.run.status === "queued" ? QUEUE_MS : false;
}

/** Asks again until the read models hold what the stream already told. */
function useCatchUp(id: string, lags: boolean, askedAt: number): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (!lags) return;
    const refresh = () => queries.invalidateQueries({ queryKey: runKeys.snapshot(id) });
    const timer = setTimeout(refresh, Math.max(0, askedAt + CATCH_UP_MS - Date.now()));
    return () => clearTimeout(timer);
  }, [id, lags, askedAt, queries]);
}

type Dispatch = (action: Parameters<typeof reduce>[1]) => void;

function useNews(id: string, view: LiveRun | null, dispatch: Dispatch, onLink: (link: Link) => void): void {
  const queries = useQueryClient();
  const listens = view !== null && !hasEnded(view.run.status);
  const known = String(view?.sequence ?? 0);
  const lookUp = () => void queries.invalidateQueries({ queryKey: runKeys.snapshot(id), exact: true });
  useFollow(listens ? `run:${id}` : null, {
    after: known,
    take: (told) => {
      const news = newsIn(told);
      dispatch({ type: "news", news, atMs: Date.now() });
      if (news.kind === "progress") return;
      void queries.invalidateQueries({ queryKey: runKeys.lists });
      // Whose words are the server's.
      if (ALERTS.has(news.news.event.type)) lookUp();
    },
    onOpen: (place) => {
      if (isLater(place.split(".")[0] ?? "", known)) lookUp();
    },
    onLink,
  });
}

const ALERTS: ReadonlySet<string> = new Set(["run.alert_raised.v1", "run.alert_closed.v1"]);
