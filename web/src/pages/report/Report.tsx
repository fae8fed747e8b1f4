import { isRefused } from "../../api/problem";
import { useReport, useRevise } from "../../api/reports";
import type { DatasetDetails, Step, VersionReport } from "../../api/types";
import { useOwnWords } from "../../i18n/own";
import { REPORT } from "../../i18n/report";
import { useAnnounce } from "../../ui/Announcer";
import { ErrorCard } from "../../ui/ErrorCard";
import { Text } from "../../ui/primitives";
import { Section } from "../../ui/Section";
import { Waiting } from "../../ui/Waiting";
import { Findings } from "./Findings";
import { Fixes } from "./Fixes";
import { Verdict } from "./Verdict";

interface Props {
  dataset: DatasetDetails;
  /** Left out where nothing may be changed. */
  fixed?: boolean;
}

/** What was found in a sheet's newest version, mending it, and what was mended. */
export function Report({ dataset, fixed = false }: Props) {
  const words = useOwnWords(REPORT);
  const { data, error, refetch } = useReport(dataset.id, dataset.version);
  if (data) return <Found dataset={dataset} report={data} fixed={fixed} />;
  if (isRefused(error, 404)) return <Text>{words.old}</Text>;
  return error ? <ErrorCard error={error} retry={() => void refetch()} /> : <Waiting />;
}

function Found({ dataset, report, fixed }: Required<Props> & { report: VersionReport }) {
  const words = useOwnWords(REPORT);
  const { recipe, apply, undo, busy, error } = useFixing(dataset);
  return (
    <>
      <Verdict dataset={dataset} report={report} />
      <Section title={words.findings}>
        {error && <ErrorCard error={error} />}
        <div aria-busy={busy}>
          <Findings findings={report.findings} onApply={fixed ? undefined : apply} busy={busy} />
        </div>
      </Section>
      {recipe.length > 0 && (
        <Section title={words.applied}>
          <Fixes steps={recipe} onUndo={fixed ? undefined : undo} busy={busy} />
        </Section>
      )}
    </>
  );
}

/** Makes versions of the dataset, each by the whole recipe so far with a step more, or less. */
function useFixing(dataset: DatasetDetails) {
  const words = useOwnWords(REPORT);
  const announce = useAnnounce();
  const revise = useRevise(dataset.id);
  const recipe = dataset.versions.at(-1)?.recipe ?? [];
  const steps = recipe.map(({ step }) => step);
  const make = (wanted: Step[]) =>
    revise.mutate(
      { recipe: wanted, expected: dataset.version },
      { onSuccess: ({ examples }) => announce(words.done(examples)) },
    );
  return {
    recipe,
    apply: (step: Step) => make([...steps, step]),
    undo: (at: number) => make(steps.filter((_, place) => place !== at)),
    busy: revise.isPending,
    error: revise.error,
  };
}
