import { useEffect, useRef } from "react";
import type { LiveRun } from "../../api/live";
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
import { Logs } from "./Logs";
import { RunHead } from "./RunHead";

/** Each state has a page of its own, and loads no other's. */
const Live = lazyPart(() => import("./Live"), "Live");
const Result = lazyPart(() => import("./result/Result"), "Result");
const Failed = lazyPart(() => import("./failed/Failed"), "Failed");
const Cancelled = lazyPart(() => import("./failed/Cancelled"), "Cancelled");
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
  useFocusAtEnd(ended);
  return (
    <Stack gap="lg">
      <div>
        <BackLink to="/treinos">{t.shell.pages.runs}</BackLink>
        <RunHead view={view} link={link} />
      </div>
      {error && <StaleNotice heardAtMs={view.heardAtMs} />}
      <Part>
        <Body view={view} />
      </Part>
      <Disclosure label={t.technical.logs} heading={2}>
        {() => <Logs id={run.id} ended={ended} />}
      </Disclosure>
      <Disclosure label={t.technical.title} heading={2}>
        {() => (
          <Part>
            <Technical view={view} />
          </Part>
        )}
      </Disclosure>
    </Stack>
  );
}

function Body({ view }: { view: LiveRun }) {
  switch (view.run.status) {
    case "queued":
    case "running":
      return <Live view={view} />;
    case "completed":
      return <Result view={view} />;
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
function useFocusAtEnd(ended: boolean): void {
  const before = useRef(ended);
  useEffect(() => {
    if (ended && !before.current) rescueFocus();
    before.current = ended;
  }, [ended]);
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
