import type { ReactNode } from "react";
import type { LiveRun } from "../../../api/live";
import type { Export, Report, RunDetails } from "../../../api/types";
import { useWords } from "../../../i18n";
import { useResultWords } from "../../../i18n/result";
import { DataTable } from "../../../ui/DataTable";
import { type Fact, FactList } from "../../../ui/FactList";
import { Stack, Title } from "../../../ui/primitives";
import { Calibrated } from "./Calibrated";
import { LabelTable } from "./LabelTable";
import { environmentOf, type Said, settingIn, settingsOf } from "./settings";

/** Everything that was measured or set, by its technical name. */
export function Technical({ view }: { view: LiveRun }) {
  const { format } = useWords();
  const words = useResultWords();
  const names = words.technical;
  const said = { words, format };
  const { run, final } = view;
  return (
    <Stack gap="lg">
      {final && (
        <Section title={names.metrics}>
          <FactList facts={metricsOf(final, said)} />
        </Section>
      )}
      {final && "labels" in final && (
        <Section title={names.perLabel}>
          <LabelTable labels={final.labels} />
        </Section>
      )}
      {final?.calibration && final.calibration.parts.length > 0 && (
        <Section title={words.calibrated.title}>
          <Calibrated parts={final.calibration.parts} />
        </Section>
      )}
      {run.model && run.model.exports.length > 0 && (
        <Section title={names.exports}>
          <ExportTable exports={run.model.exports} />
        </Section>
      )}
      <Section title={names.hyperparameters}>
        <FactList facts={settingsOf(view.run, said)} />
      </Section>
      {run.environment && (
        <Section title={names.environment}>
          <FactList facts={environmentOf(run.environment, said)} />
        </Section>
      )}
      {run.forecast && (
        <Section title={names.forecast}>
          <FactList facts={forecastOf(run, said)} />
        </Section>
      )}
      <Section title={names.identity}>
        <FactList facts={identityOf(view, said)} code />
      </Section>
    </Stack>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={3} mb="xs">
        {title}
      </Title>
      {children}
    </section>
  );
}

/** The model's other formats: what each weighs, how far it agrees with the model, where it lies. */
function ExportTable({ exports }: { exports: Export[] }) {
  const { format } = useWords();
  const names = useResultWords().technical;
  const figure = (value: number | null | undefined, written: (value: number) => string) =>
    typeof value === "number" ? written(value) : names.none;
  return (
    <DataTable
      caption={names.exportsCaption}
      columns={[
        { key: "format", label: names.exportFormat, cell: (row) => names.exportFormats[row.format] },
        {
          key: "size",
          label: names.exportSize,
          align: "end",
          cell: (row) => figure(row.size_bytes, format.size),
        },
        {
          key: "agreement",
          label: names.exportAgreement,
          align: "end",
          cell: (row) => figure(row.agreement, (share) => format.fixed(share, 4)),
        },
        {
          key: "difference",
          label: names.exportDifference,
          align: "end",
          cell: (row) => figure(row.largest_difference, format.scientific),
        },
        {
          key: "path",
          label: names.exportFolder,
          cell: ({ fault, path }) => (fault ? names.exportFaults[fault] : path),
        },
      ]}
      rows={exports}
      rowKey={({ format: name }) => name}
      compact
    />
  );
}

function metricsOf(report: Report, { words, format }: Said): Fact[] {
  const four = (value: number) => format.fixed(value, 4);
  return [
    ...ratesOf(report, { words, format }),
    { name: "validation_loss", value: four(report.validation_loss) },
    { name: "best_epoch", value: `${report.best_epoch} / ${report.epochs_run}` },
    { name: "stopped_early", value: report.stopped_early ? words.technical.yes : words.technical.no },
    { name: "train_examples", value: format.count(report.train_examples) },
    { name: "validation_examples", value: format.count(report.validation_examples) },
    { name: "seconds", value: format.decimal(report.seconds, 1) },
  ];
}

/** The rates that a task is measured by, in the order of its report. */
function ratesOf(report: Report, { words, format }: Said): Fact[] {
  const rates = RATES[report.task].flatMap((name) => {
    const value = (report as unknown as Record<string, number | null>)[name];
    if (typeof value !== "number") return [];
    return [{ name, value: COUNTS.has(name) ? format.count(value) : format.fixed(value, 4) }];
  });
  return [...rates, ...trustOf(report, { words, format })];
}

/** How far the rates and the confidences can be trusted; nothing in older reports. */
function trustOf(report: Report, { words, format }: Said): Fact[] {
  const { interval, baseline, calibration } = report;
  const four = (value: number | null | undefined) =>
    typeof value === "number" ? format.fixed(value, 4) : words.technical.none;
  const facts: Fact[] = [];
  if (interval)
    facts.push({ name: words.result.marginName, value: `${four(interval.low)} – ${four(interval.high)}` });
  if (baseline) {
    facts.push({ name: baseline.code, value: four(baseline.rate) });
    if (report.task !== "question-answering")
      facts.push({ name: `${baseline.code}.macro_f1`, value: four(baseline.macro_f1) });
  }
  if (calibration) {
    const { error_before, error_after, temperature } = calibration;
    facts.push({ name: "calibration_temperature", value: four(temperature) });
    facts.push({ name: "calibration_error", value: `${four(error_before)} → ${four(error_after)}` });
  }
  return facts;
}

/** Of the rates, those that are none. */
const COUNTS = new Set(["unanswerable_examples", "unanswerable_right"]);

const RATES: Record<Report["task"], string[]> = {
  "text-classification": ["accuracy", "micro_f1", "macro_f1", "weighted_f1", "majority_accuracy"],
  "token-classification": [
    "f1",
    "precision",
    "recall",
    "macro_f1",
    "weighted_f1",
    "accuracy",
    "majority_accuracy",
  ],
  "question-answering": [
    "exact_match",
    "f1",
    "unanswerable_examples",
    "unanswerable_right",
    "no_answer_threshold",
  ],
};

/** What the first steps foretold, and how far that was from what it took. */
function forecastOf({ forecast, took_ratio }: RunDetails, said: Said): Fact[] {
  const facts = Object.entries(forecast ?? {}).map(([name, value]) => ({
    name,
    value: name === "peak_memory_bytes" ? said.format.size(Number(value)) : settingIn(value, said),
  }));
  return took_ratio === null
    ? facts
    : [...facts, { name: "took_ratio", value: said.format.fixed(took_ratio, 2) }];
}

function identityOf({ run, sequence }: LiveRun, { words, format }: Said): Fact[] {
  const { none } = words.technical;
  return [
    { name: "run_id", value: run.id },
    { name: "dataset_id", value: run.dataset_id },
    { name: "owner_id", value: run.owner_id },
    { name: "worker_id", value: run.worker_id ?? none },
    { name: "attempt", value: format.count(run.attempt) },
    { name: "sequence", value: String(sequence) },
    { name: "created_at", value: run.created_at },
    { name: "dataset_sha256", value: run.dataset_sha256 },
    { name: "examples_sha256", value: run.examples_sha256 },
    { name: "weights_sha256", value: run.model?.weights_sha256 ?? none },
    { name: "model", value: run.model ? `${run.model.path} (${format.size(run.model.size_bytes)})` : none },
  ];
}
