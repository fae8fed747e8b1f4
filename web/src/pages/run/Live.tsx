import type { LiveRun } from "../../api/live";
import { useTechnical } from "../../api/preferences";
import { LIVE } from "../../i18n/live";
import { useOwnWords } from "../../i18n/own";
import { Disclosure } from "../../ui/Disclosure";
import { Notices } from "../../ui/Notices";
import { lazyPart, Part } from "../../ui/Part";
import { ProgressCard } from "../../ui/ProgressCard";
import { Stack } from "../../ui/primitives";
import { Tip } from "../../ui/Tip";
import { CancelRun } from "./CancelRun";
import { Learning } from "./Learning";

import { Turn } from "./Turn";

const MachineUse = lazyPart(() => import("./MachineUse"), "MachineUse");
const Steps = lazyPart(() => import("./Steps"), "Steps");

/** A run that waits or is being trained. */
export function Live({ view }: { view: LiveRun }) {
  const { run } = view;
  return (
    <Stack gap="lg">
      <Notices alerts={run.alerts.filter(({ code }) => run.status !== "queued" || code !== NOBODY)} />
      {run.status === "queued" && <Turn run={run} />}
      <ProgressCard view={view} action={<CancelRun view={view} />} />
      {run.status === "running" && <Learning view={view} />}
      {useTechnical() && run.status === "running" && <Technically view={view} />}
      <Tip />
    </Stack>
  );
}

/** Of a run that waits, which is told in other words. */
const NOBODY = "no_worker";

function Technically({ view }: { view: LiveRun }) {
  const words = useOwnWords(LIVE);
  return (
    <>
      <Disclosure label={words.steps.title} heading={2}>
        {() => (
          <Part>
            <Steps view={view} />
          </Part>
        )}
      </Disclosure>
      <Disclosure label={words.machine.title} heading={2}>
        {() => (
          <Part>
            <MachineUse workerId={view.run.worker_id} />
          </Part>
        )}
      </Disclosure>
    </>
  );
}
