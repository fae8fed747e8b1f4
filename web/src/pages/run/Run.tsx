import { type ReactNode, useEffect, useRef, useState } from "react";
import type { LiveRun } from "../../api/live";
import { useAdministrates } from "../../api/session";
import type { Link } from "../../api/stream";
import { hasEnded } from "../../api/types";
import { useWords } from "../../i18n";
import { useAnnounce } from "../../ui/Announcer";
import { Disclosure } from "../../ui/Disclosure";
import { rescueFocus } from "../../ui/PageHeading";
import { lazyPart, Part } from "../../ui/Part";
import { Stack } from "../../ui/primitives";
import { StaleNotice } from "../../ui/StaleNotice";
import { BackLink } from "../../ui/TextLink";
import { useTitle } from "../../ui/useTitle";
import { announcementOf } from "./announcement";
import { RunHead } from "./RunHead";

/** Each state has a page of its own, and loads no other's. */
const Live = lazyPart(() => import("./Live"), "Live");
const Result = lazyPart(() => import("./result/Result"), "Result");
const Failed = lazyPart(() => import("./failed/Failed"), "Failed");
const Cancelled = lazyPart(() => import("./failed/Cancelled"), "Cancelled");
const Done = lazyPart(() => import("./Done"), "Done");
const Events = lazyPart(() => import("./Events"), "Events");
const Logs = lazyPart(() => import("./Logs"), "Logs");
const Technical = lazyPart(() => import("./result/Technical"), "Technical");

interface Props {
  view: LiveRun;
  link: Link;
  /** Of the last attempt to read the run; what is shown is older. */
  error: Error | null;
}

/** A run as far as it is known. */
export function Run({ view, link, error }: Props) {
  const { t } = useWords();
  const { run } = view;
  const ended = hasEnded(run.status);
  useRunTitle(view);
  useAnnouncements(view);
  useRescuedFocus(ended);
  // A log may quote texts that others are not to see.
  const changes = useAdministrates() || run.owner_name === null;
  return (
    <Stack gap="lg">
      <div>
        <BackLink to="/treinos">{t.shell.pages.runs}</BackLink>
        <RunHead view={view} link={link} changes={changes} />
      </div>
      {error && <StaleNotice heardAtMs={view.heardAtMs} />}
      <Part>
        <Body view={view} />
      </Part>
      <Folded label={t.technical.events}>{() => <Events view={view} />}</Folded>
      {changes && <Folded label={t.technical.logs}>{() => <Logs id={run.id} ended={ended} />}</Folded>}
      <Folded label={t.technical.title}>{() => <Technical view={view} />}</Folded>
    </Stack>
  );
}

function Folded({ label, children }: { label: string; children: () => ReactNode }) {
  return (
    <Disclosure label={label} heading={2}>
      {() => <Part>{children()}</Part>}
    </Disclosure>
  );
}

function Body({ view }: { view: LiveRun }) {
  // What somebody has watched to its end stays until they go on to the result.
  const [watching, setWatching] = useState(!hasEnded(view.run.status));
  useRescuedFocus(!watching);
  switch (view.run.status) {
    case "queued":
    case "running":
      return <Live view={view} />;
    case "completed":
      return watching ? <Done view={view} onResult={() => setWatching(false)} /> : <Result view={view} />;
    case "failed":
      return <Failed view={view} />;
    case "cancelled":
      return <Cancelled view={view} />;
    default:
      return view.run.status satisfies never;
  }
}

function useRunTitle({ run }: LiveRun): void {
  const { t } = useWords();
  const fraction = run.status === "running" ? run.progress?.fraction : undefined;
  const title = fraction === undefined ? `${run.name} · ${t.shell.name}` : t.live.title(fraction, run.name);
  useTitle(title);
}

/** What had the focus while the run was live, such as the cancel button, may be gone at its end. */
function useRescuedFocus(gone: boolean): void {
  const before = useRef(gone);
  useEffect(() => {
    if (gone && !before.current) rescueFocus();
    before.current = gone;
  }, [gone]);
}

function useAnnouncements(view: LiveRun): void {
  const { t } = useWords();
  const announce = useAnnounce();
  const before = useRef(view);
  useEffect(() => {
    const announcement = announcementOf(before.current, view, t);
    before.current = view;
    if (announcement) announce(announcement.text, announcement.urgency);
  }, [view, t, announce]);
}
