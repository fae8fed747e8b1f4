import { useNavigate, useSearch } from "@tanstack/react-router";
import type { ComparedLine, Comparison, Preset } from "../../api/types";
import { useWords, type Words } from "../../i18n";
import { COMPARE, type CompareWords } from "../../i18n/compare";
import { formatDuration } from "../../i18n/format";
import { useOwnWords } from "../../i18n/own";
import { type Column, DataTable } from "../../ui/DataTable";
import { Text } from "../../ui/primitives";
import { Section } from "../../ui/Section";
import { Switch } from "../../ui/Switch";
import { markOf } from "./findings";

/** The same name may be a setting's and a figure's. */
interface Line extends ComparedLine {
  kind: "figures" | "settings";
}

function linesOf(comparison: Comparison): Line[] {
  const kinds = ["figures", "settings"] as const;
  return kinds.flatMap((kind) => comparison[kind].map((line) => ({ ...line, kind })));
}

/** Settings and figures, one training a column. */
export function Differences({ comparison }: { comparison: Comparison }) {
  const words = useOwnWords(COMPARE);
  const { tudo } = useSearch({ from: "/comparar" });
  const navigate = useNavigate({ from: "/comparar" });
  const show = (only: boolean) =>
    void navigate({ search: (now) => ({ ...now, tudo: only ? undefined : true }), replace: true });
  const lines = linesOf(comparison).filter(({ differs }) => tudo || differs);
  return (
    <Section title={words.differences}>
      <Switch label={words.onlyDifferences} checked={!tudo} onChange={show} />
      {lines.length === 0 ? (
        <Text c="dimmed">{words.nothingDiffers}</Text>
      ) : (
        <DataTable
          caption={words.caption}
          columns={useColumns(comparison)}
          rows={lines}
          rowKey={({ name, kind }) => `${kind} ${name}`}
          compact
        />
      )}
    </Section>
  );
}

function useColumns({ runs }: Comparison): Column<Line>[] {
  const words = useOwnWords(COMPARE);
  const shared = useWords();
  const ofRuns = runs.map(
    ({ run }, place): Column<Line> => ({
      key: run.id,
      label: `${markOf(place)} · ${run.name}`,
      cell: ({ name, values }) => valueIn(name, values[place] ?? null, words, shared),
    }),
  );
  return [{ key: "line", label: words.line, cell: (line) => <LineName line={line} /> }, ...ofRuns];
}

function LineName({ line: { kind, name } }: { line: Line }) {
  const plain = useOwnWords(COMPARE)[kind][name];
  return plain === undefined ? <code>{name}</code> : plain;
}

const RATES = new Set([
  ...["accuracy", "exact_match", "precision", "recall", "f1", "micro_f1", "macro_f1", "weighted_f1"],
  ...["majority_accuracy", "train_split"],
]);

function valueIn(
  name: string,
  value: ComparedLine["values"][number],
  words: CompareWords,
  { t, format }: Words,
): string {
  if (value === null) return words.none;
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (name === "preset") return t.presets[value as Preset] ?? value;
  if (typeof value === "string") return value;
  if (name === "seconds") return formatDuration(value);
  if (name === "seed") return String(value);
  if (RATES.has(name)) return `${format.fixed(value * 100, 1)}%`;
  return Number.isInteger(value) ? format.count(value) : format.scientific(value);
}
