import type { LiveRun } from "../../api/live";
import type { LabelsReport, Report } from "../../api/types";
import { useWords } from "../../i18n";
import { Paper, Stack, Text, Title } from "../../ui/primitives";
import { Categories, EntityTypes, QuestionTypes } from "./Categories";
import { Comparison } from "./Comparison";
import { Confusions } from "./Confusions";
import { Headline } from "./Headline";
import { Learning } from "./Learning";
import { QualityAlerts } from "./QualityAlerts";
import { Reproduced } from "./Reproduced";
import classes from "./Result.module.css";
import { TrainAgain } from "./TrainAgain";

/** What a finished model is worth, most important first. */
export function Result({ view }: { view: LiveRun }) {
  const { t } = useWords();
  if (view.final === null) return <Paper>{t.ended.noReport}</Paper>;
  return (
    <Stack gap="lg">
      <Headline report={view.final} />
      <QualityAlerts report={view.final} epochs={view.epochs} />
      <Comparison report={view.final} />
      <Exam report={view.final} />
      {view.run.reproduces && <Reproduced id={view.run.id} />}
      <Learning view={view} />
      <Again view={view} />
    </Stack>
  );
}

/** With more categories their table needs the whole width. */
const MOST_BESIDE = 5;

function Exam({ report }: { report: Report }) {
  switch (report.task) {
    case "text-classification":
      return report.multi_label ? <Categories report={report} /> : <Labels report={report} />;
    case "token-classification":
      return <EntityTypes report={report} />;
    case "question-answering":
      return <QuestionTypes report={report} />;
  }
}

function Labels({ report }: { report: LabelsReport }) {
  return (
    <div className={classes.exam} data-beside={report.labels.length <= MOST_BESIDE}>
      <Categories report={report} />
      <Confusions report={report} />
    </div>
  );
}

function Again({ view: { run } }: { view: LiveRun }) {
  const { t } = useWords();
  return (
    <Paper data-screen-only>
      <Stack gap="sm">
        <Title order={2}>{t.again.title}</Title>
        <Text>{t.again.body(String(run.hyperparameters.seed ?? t.technical.none))}</Text>
        <TrainAgain id={run.id} label={t.again.submit} />
      </Stack>
    </Paper>
  );
}
