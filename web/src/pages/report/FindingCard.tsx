import { IconAlertTriangle, IconInfoCircle } from "@tabler/icons-react";
import type { Finding, Severity, Step } from "../../api/types";
import { useOwnWords } from "../../i18n/own";
import { REPORT } from "../../i18n/report";
import { AlertCard } from "../../ui/AlertCard";
import { Disclosure } from "../../ui/Disclosure";
import { Button, VisuallyHidden } from "../../ui/primitives";
import type { Tone } from "../../ui/tone";
import { ActionRow } from "./ActionRow";
import { Evidence } from "./Evidence";
import classes from "./FindingCard.module.css";
import { tooSmall } from "./small";

const LOOKS: Record<Severity, { tone: Tone; icon: typeof IconInfoCircle }> = {
  strong: { tone: "danger", icon: IconAlertTriangle },
  warning: { tone: "warning", icon: IconAlertTriangle },
  note: { tone: "neutral", icon: IconInfoCircle },
};

interface Props {
  finding: Finding;
  onApply: ((step: Step) => void) | undefined;
  busy: boolean;
}

/** One thing that was found: what it means, rows that show it, and what can be done. */
export function FindingCard({ finding, onApply, busy }: Props) {
  const words = useOwnWords(REPORT);
  const title = words.checks[finding.code];
  return (
    <AlertCard
      {...LOOKS[finding.severity]}
      heading={3}
      title={title}
      actions={onApply && <Actions finding={finding} onApply={onApply} busy={busy} />}
    >
      <VisuallyHidden>{words.severities[finding.severity]}</VisuallyHidden>
      {finding.sentence}
      {finding.examples.length > 0 && (
        <Disclosure plain label={words.examples}>
          {() => <Evidence title={words.examplesOf(title)} examples={finding.examples} />}
        </Disclosure>
      )}
    </AlertCard>
  );
}

/** Labels of a single example cannot be left as they are. */
function isBlocking({ code, params }: Finding): boolean {
  return code === "few_examples" && params.examples === 1;
}

/** Each group of labels that look alike is kept by itself. */
function isLikeness({ actions }: Finding): boolean {
  return actions[0]?.step.op === "merge_labels";
}

function Actions({ finding, onApply, busy }: Props & { onApply: (step: Step) => void }) {
  const words = useOwnWords(REPORT);
  const merged = tooSmall(finding, words.other);
  const keep: Step = { op: "keep", check: finding.code, labels: [] };
  const mayKeep = !isBlocking(finding) && finding.severity !== "note" && !isLikeness(finding);
  if (finding.actions.length === 0 && !mayKeep) return null;
  return (
    <ul className={classes.actions}>
      {finding.actions.map((action) => (
        <ActionRow
          key={JSON.stringify(action.step)}
          action={action}
          check={finding.code}
          onApply={onApply}
          busy={busy}
        />
      ))}
      {merged && (
        <li>
          <Button variant="default" disabled={busy} onClick={() => onApply(merged)}>
            {words.mergeOther(merged.labels.length)}
          </Button>
        </li>
      )}
      {mayKeep && (
        <li>
          <Button variant="default" disabled={busy} onClick={() => onApply(keep)}>
            {words.keep}
          </Button>
        </li>
      )}
    </ul>
  );
}
