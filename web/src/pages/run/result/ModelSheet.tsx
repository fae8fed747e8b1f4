import type { ReactNode } from "react";
import type { LabelReport, Model, Report, RunDetails } from "../../../api/types";
import { useWords } from "../../../i18n";
import { type ModelSheetWords, useModelSheetWords } from "../../../i18n/model-sheet";
import { useResultWords } from "../../../i18n/result";
import { DataTable } from "../../../ui/DataTable";
import { type Fact, FactList } from "../../../ui/FactList";
import { Text, Title } from "../../../ui/primitives";
import { LabelTable } from "./LabelTable";
import classes from "./ModelSheet.module.css";
import { measuresOf } from "./measures";
import { isSmallExam, weakestOf } from "./report";
import { environmentOf, settingsOf } from "./settings";
import { linesOf } from "./summary";

interface Props {
  run: RunDetails;
  report: Report;
  /** Null where its files are nowhere known. */
  model: Model | null;
}

/** The model's sheet: what it is, what it is worth, what it is for, where it ends, how it was made. */
export function ModelSheet({ run, report, model }: Props) {
  const { format } = useWords();
  const words = useModelSheetWords();
  const result = useResultWords();
  return (
    <div className={classes.sheet}>
      <Title order={2}>{words.title}</Title>
      <FactList facts={beginning(run, report, words, format.absolute)} />
      <Worth report={report} />
      <Part title={words.use}>
        <Text>{words.uses[report.task]}</Text>
        {model && model.task !== "question-answering" && (
          <Text>{words.review(format.decimal(100 * model.review_threshold, 2))}</Text>
        )}
      </Part>
      <Part title={words.limits}>
        <ul>
          {limitsOf(run, report, words).map((limit) => (
            <li key={limit}>{limit}</li>
          ))}
        </ul>
      </Part>
      <Part title={words.training}>
        <Text>
          {words.trainingOf(report.best_epoch, report.epochs_run, String(run.hyperparameters.seed ?? ""))}
        </Text>
      </Part>
      <Part title={words.settings}>
        <FactList facts={settingsOf(run, { words: result, format })} />
      </Part>
      {run.environment && (
        <Part title={words.environment}>
          <FactList facts={environmentOf(run.environment, { words: result, format })} />
        </Part>
      )}
      <Part title={words.data}>
        <FactList facts={identityOf(run, words)} code />
      </Part>
      <Part title={words.license}>
        <Text>{words.licenseUnknown}</Text>
      </Part>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={3} mb="xs">
        {title}
      </Title>
      {children}
    </section>
  );
}

function Worth({ report }: { report: Report }) {
  const { format } = useWords();
  const words = useModelSheetWords();
  const result = useResultWords().result;
  const { headline, baseline } = linesOf(report, result);
  const { interval, baseline: rival } = report;
  const share = (value: number) => format.fixed(value, 3);
  return (
    <Part title={words.result}>
      <Text fw={650}>{headline}</Text>
      <Text>{words.measured(report.validation_examples, report.train_examples)}</Text>
      {isSmallExam(report) && <Text fw={650}>{words.small}</Text>}
      {baseline && <Text>{baseline}</Text>}
      {interval && <Text>{result.marginSaid(share(interval.low), share(interval.high))}</Text>}
      {rival && <Text>{words.baselines[rival.code](share(rival.rate))}</Text>}
      <DataTable
        caption={words.result}
        columns={[
          { key: "name", label: words.measure, cell: ({ name }) => words.measures[name] },
          { key: "value", label: words.value, align: "end", cell: ({ value }) => share(value) },
        ]}
        rows={measuresOf(report)}
        rowKey={({ name }) => name}
        compact
      />
      {"labels" in report && <LabelTable labels={report.labels as LabelReport[]} />}
    </Part>
  );
}

function beginning(
  run: RunDetails,
  report: Report,
  words: ModelSheetWords,
  date: (at: Date) => string,
): Fact[] {
  const names = words.facts;
  const kind = words.kinds[report.task];
  const several = "multi_label" in report && report.multi_label;
  return [
    { name: names.kind, value: several ? `${kind} ${words.several}` : kind },
    { name: names.base, value: run.base_model },
    { name: names.sheet, value: `${run.dataset_name}, ${names.version(run.dataset_version)}` },
    ...(run.finished_at ? [{ name: names.trained, value: date(new Date(run.finished_at)) }] : []),
  ];
}

const WEAK_F1 = 0.7;

function limitsOf(run: RunDetails, report: Report, words: ModelSheetWords): string[] {
  const weak =
    "labels" in report ? { labels: report.labels.filter(({ f1 }) => f1 < WEAK_F1) } : { labels: [] };
  const weakest = weakestOf(weak);
  return [
    words.limitsOfExam,
    words.limitsOfLabels[report.task],
    ...(weakest.length > 0 ? [words.limitsOfWeak(words.quoted(weakest))] : []),
    words.limitsOfLength(Number(run.hyperparameters.max_length)),
    words.limitsOfPeople,
    words.limitsOfPrivacy,
  ];
}

function identityOf(run: RunDetails, words: ModelSheetWords): Fact[] {
  return [
    { name: words.facts.run, value: run.id },
    { name: "dataset_sha256", value: run.dataset_sha256 },
    { name: "examples_sha256", value: run.examples_sha256 },
    ...(run.model ? [{ name: "weights_sha256", value: run.model.weights_sha256 }] : []),
  ];
}
