import { IconBan } from "@tabler/icons-react";
import { useAftermath } from "../../../api/aftermath";
import { bestRound, type LiveRun } from "../../../api/live";
import { examRate, isByF1 } from "../../../api/rate";
import { useWords } from "../../../i18n";
import { FAILED } from "../../../i18n/failed";
import { outOfHundred } from "../../../i18n/format";
import { LIVE, type LiveWords } from "../../../i18n/live";
import { useOwnWords } from "../../../i18n/own";
import { AlertCard } from "../../../ui/AlertCard";
import { lazyPart, Part } from "../../../ui/Part";
import { Stack } from "../../../ui/primitives";
import { ButtonLink } from "../../../ui/TextLink";
import { TrainAgain } from "../TrainAgain";
import { Kept } from "./Kept";
import { Tries } from "./Tries";

/** The chart is not what the page is about. */
const Learning = lazyPart(() => import("../Learning"), "Learning");

/** A run that somebody stopped, with what it had learned by then. */
export function Cancelled({ view }: { view: LiveRun }) {
  const { t } = useWords();
  const words = useOwnWords(FAILED);
  const live = useOwnWords(LIVE);
  const { epochs, run } = view;
  const { data: aftermath } = useAftermath(run.id);
  const stopper = aftermath?.stopped_by;
  const after = epochs.length > 0 ? `${t.ended.cancelledAfter(epochs.length)} ` : "";
  const byOwner = run.owner_name ? words.ownerStopped(run.owner_name) : words.stopped.owner;
  return (
    <Stack gap="lg">
      <AlertCard
        tone="neutral"
        icon={IconBan}
        title={stopper === "owner" ? byOwner : stopper ? words.stopped.another : t.ended.cancelled}
        heading={2}
        actions={
          <>
            {run.model && <UseModel id={run.id} />}
            <TrainAgain id={run.id} label={t.again.submit} variant={run.model ? "default" : "filled"} />
          </>
        }
      >
        {after}
        {run.model ? `${t.ended.cancelledKept} ${keptOf(view, live)}` : t.ended.cancelledBody}{" "}
        {stopper === "another" && !run.owner_name && words.askWhy}
      </AlertCard>
      {aftermath && <Tries tries={aftermath.tries} here={run.id} />}
      <Kept view={view} aftermath={aftermath} />
      {epochs.length > 0 && (
        <Part>
          <Learning view={view} />
        </Part>
      )}
    </Stack>
  );
}

function UseModel({ id }: { id: string }) {
  const words = useOwnWords(LIVE);
  return (
    <ButtonLink to="/modelos/$id" params={{ id }}>
      {words.model}
    </ButtonLink>
  );
}

/** What was measured of the round whose model was kept. */
function keptOf({ run, epochs }: LiveRun, words: LiveWords): string {
  const best = bestRound(epochs);
  if (best === null) return "";
  return (isByF1(run.task) ? words.keptByF1 : words.kept)(outOfHundred(examRate(run.task, best)), best.epoch);
}
