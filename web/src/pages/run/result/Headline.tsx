import {
  IconCircleCheck,
  IconCircleX,
  IconHelpCircle,
  IconInfoTriangle,
  IconStar,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Report } from "../../../api/types";
import { useResultWords } from "../../../i18n/result";
import { Chip } from "../../../ui/Chip";
import { Text } from "../../../ui/primitives";
import type { Tone } from "../../../ui/tone";
import classes from "./Result.module.css";
import { type Verdict, verdictOf } from "./report";
import { linesOf } from "./summary";

const LOOKS: Record<Verdict, { tone: Tone; icon: typeof IconStar }> = {
  excellent: { tone: "success", icon: IconStar },
  good: { tone: "warning", icon: IconCircleCheck },
  acceptable: { tone: "caution", icon: IconInfoTriangle },
  poor: { tone: "danger", icon: IconCircleX },
  guessing: { tone: "danger", icon: IconCircleX },
  unsure: { tone: "neutral", icon: IconHelpCircle },
};

/** How often the model is right, how sure that is, and what guessing would reach. */
export function Headline({ report, children }: { report: Report; children?: ReactNode }) {
  const words = useResultWords().result;
  const verdict = verdictOf(report);
  const lines = linesOf(report, words);
  return (
    <section className={classes.headline} data-card>
      <h2 className={classes.figure}>{lines.headline}</h2>
      <Chip large {...LOOKS[verdict]} label={words.verdicts[verdict]} />
      <Text size="lg">{lines.measure}</Text>
      {lines.baseline && <Text>{lines.baseline}</Text>}
      {children}
    </section>
  );
}
