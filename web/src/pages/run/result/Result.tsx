import type { LiveRun } from "../../../api/live";
import type { RunDetails } from "../../../api/types";
import { useWords } from "../../../i18n";
import { useResultWords } from "../../../i18n/result";
import { JumpLink } from "../../../ui/JumpLink";
import { lazyPart, Part } from "../../../ui/Part";
import { Paper, Stack, Text } from "../../../ui/primitives";
import { Section } from "../../../ui/Section";
import { TextLink } from "../../../ui/TextLink";
import { TrainAgain } from "../TrainAgain";
import { Comparison } from "./Comparison";
import { Evidence, MISTAKES } from "./Evidence";
import { Headline } from "./Headline";
import { QualityAlerts } from "./QualityAlerts";
import { Reproduced } from "./Reproduced";
import type { AlertCode } from "./report";
import { Use } from "./Use";
import { Ways } from "./Ways";

/** Drawn on a canvas by a library that nothing above needs. */
const Learning = lazyPart(() => import("../Learning"), "Learning");

/** What a finished model is worth, most important first. */
export function Result({ view }: { view: LiveRun }) {
  const { t } = useWords();
  const { final, run } = view;
  if (final === null) return <Paper>{t.ended.noReport}</Paper>;
  return (
    <Stack gap="lg">
      <Headline report={final}>
        <Ways run={run} />
      </Headline>
      <QualityAlerts report={final} epochs={view.epochs} actions={(code) => <Remedy code={code} />} />
      <Comparison report={final} />
      <Evidence run={run} report={final} />
      {run.model && <Use id={run.id} report={final} />}
      {run.reproduces && <Reproduced id={run.id} />}
      <Part>
        <Learning view={view} />
      </Part>
      <Again run={run} />
    </Stack>
  );
}

/** What can be done about an alert: look at the mistakes, and teach more. */
function Remedy({ code }: { code: AlertCode }) {
  const words = useResultWords().ways;
  return (
    <>
      {code !== "overfitting" && <JumpLink to={MISTAKES}>{words.look}</JumpLink>}
      <TextLink to="/treinar">{words.moreExamples}</TextLink>
    </>
  );
}

function Again({ run }: { run: RunDetails }) {
  const { t } = useWords();
  const words = useResultWords().again;
  return (
    <div data-screen-only>
      <Section title={words.title}>
        <Text>{t.again.body(String(run.hyperparameters.seed ?? t.technical.none))}</Text>
        <TrainAgain id={run.id} label={words.same} />
      </Section>
    </div>
  );
}
