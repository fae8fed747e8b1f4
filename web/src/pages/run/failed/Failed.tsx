import { IconAlertCircle } from "@tabler/icons-react";
import { useAftermath } from "../../../api/aftermath";
import type { LiveRun } from "../../../api/live";
import { useAdministrates } from "../../../api/session";
import type { RunDetails } from "../../../api/types";
import { useWords } from "../../../i18n";
import { FAILED, type Told } from "../../../i18n/failed";
import { useOwnWords } from "../../../i18n/own";
import { AlertCard } from "../../../ui/AlertCard";
import { Disclosure } from "../../../ui/Disclosure";
import { lazyPart, Part } from "../../../ui/Part";
import { Stack, Text } from "../../../ui/primitives";
import classes from "./Failed.module.css";
import { Kept } from "./Kept";
import { Lighter } from "./Lighter";
import { Support } from "./Support";
import { Tries } from "./Tries";
import { Ways } from "./Ways";
import { isKilled, waysOn } from "./ways";

/** The chart is not what the page is about. */
const Learning = lazyPart(() => import("../Learning"), "Learning");

/** Why the run failed, what was kept, and the ways on. */
export function Failed({ view }: { view: LiveRun }) {
  const words = useOwnWords(FAILED);
  const { run } = view;
  const { data: aftermath } = useAftermath(run.id);
  const told = useTold(run);
  const savePoint = aftermath?.save_point ?? null;
  const ways = waysOn(run, savePoint !== null);
  const last = aftermath?.tries.at(-1);
  const newest = last?.id === run.id ? undefined : last;
  const administrates = useAdministrates();
  return (
    <Stack gap="lg">
      <AlertCard
        tone="danger"
        icon={IconAlertCircle}
        title={told.title}
        heading={2}
        actions={<Ways {...{ run, ways, savePoint, newest }} />}
      >
        <Stack gap="xs">
          <Text>{told.means}</Text>
          <Text>{newest ? words.again : told.todo}</Text>
          {ways.includes("lighter") && !newest && <Lighter run={run} savePoint={savePoint} />}
          {run.failure?.code === "out_of_memory" && !run.lighter && <Text>{words.lightest}</Text>}
        </Stack>
      </AlertCard>
      {aftermath && <Tries tries={aftermath.tries} here={run.id} />}
      <Kept view={view} aftermath={aftermath} />
      {run.failure?.detail && (
        <Disclosure label={words.technical} heading={2}>
          {() => <pre className={classes.detail}>{run.failure?.detail}</pre>}
        </Disclosure>
      )}
      {view.epochs.length > 0 && (
        <Part>
          <Learning view={view} />
        </Part>
      )}
      {(run.owner_name === null || administrates) && <Support run={run} />}
    </Stack>
  );
}

/** The reason comes a moment after the end. */
function useTold(run: RunDetails): Told {
  const { t } = useWords();
  const words = useOwnWords(FAILED);
  if (run.failure === null) return { title: t.ended.failed, means: t.ended.failedReading, todo: "" };
  return isKilled(run) ? words.killed : words.failures[run.failure.code];
}
