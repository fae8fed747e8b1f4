import type { LiveRun } from "../../api/live";
import { examRate, isByF1 } from "../../api/rate";
import { outOfHundred } from "../../i18n/format";
import type { Catalogue } from "../../i18n/pt-BR";
import type { Urgency } from "../../ui/Announcer";

interface Announcement {
  text: string;
  urgency: Urgency;
}

/** What a screen reader should hear of the change from `before` to `after`: tenths, rounds and the end. */
export function announcementOf(before: LiveRun, after: LiveRun, t: Catalogue): Announcement | null {
  if (before.run.id !== after.run.id) return null;
  if (before.run.status !== after.run.status) return ofStatus(after, t);
  if (after.run.status !== "running") return null;
  if (after.epochs.length > before.epochs.length) return polite(ofRound(after, t));
  const fraction = after.run.progress?.fraction ?? 0;
  return tenths(after) > tenths(before) ? polite(`${t.announce.progress(fraction)} ${left(after, t)}`) : null;
}

function ofStatus({ run }: LiveRun, t: Catalogue): Announcement {
  switch (run.status) {
    case "running":
      return polite(t.announce.started(run.name));
    case "queued":
      return polite(t.live.waiting);
    case "completed":
      return { text: t.announce.completed(run.name), urgency: "assertive" };
    case "failed":
      return { text: t.announce.failed(run.name), urgency: "assertive" };
    case "cancelled":
      return { text: t.announce.cancelled(run.name), urgency: "assertive" };
    default:
      return run.status satisfies never;
  }
}

function ofRound({ run, epochs }: LiveRun, t: Catalogue): string {
  const last = epochs.at(-1);
  const round = last?.epoch ?? 0;
  const rounds = run.progress?.epochs ?? Math.max(round, Number(run.hyperparameters.epochs ?? 0));
  const said = isByF1(run.task) ? t.announce.roundByF1 : t.announce.round;
  return said(round, rounds, last ? outOfHundred(examRate(run.task, last)) : 0);
}

function left({ run }: LiveRun, t: Catalogue): string {
  const { progress } = run;
  return progress && progress.epoch > 0 ? t.live.round(progress.epoch, progress.epochs) : "";
}

function tenths({ run }: LiveRun): number {
  return Math.floor((run.progress?.fraction ?? 0) * 10);
}

function polite(text: string): Announcement {
  return { text: text.trim(), urgency: "polite" };
}
