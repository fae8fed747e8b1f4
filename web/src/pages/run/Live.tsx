import type { LiveRun } from "../../api/live";
import { ProgressCard } from "../../ui/ProgressCard";
import { Stack } from "../../ui/primitives";
import { Tip } from "../../ui/Tip";
import { CancelRun } from "./CancelRun";
import { Learning } from "./Learning";

/** A run that waits or is being trained. */
export function Live({ view }: { view: LiveRun }) {
  return (
    <Stack gap="lg">
      <ProgressCard view={view} action={<CancelRun run={view.run} />} />
      {view.run.status === "running" && <Learning view={view} />}
      <Tip />
    </Stack>
  );
}
