import { useRef, useState } from "react";
import { type Pair, useMistakes } from "../../../api/mistakes";
import type { LabelsReport, Report, RunDetails } from "../../../api/types";
import { Categories, EntityTypes, QuestionTypes } from "./Categories";
import { Confusions } from "./Confusions";
import { Corrections } from "./Corrections";
import { AT_FIRST, MistakeList } from "./MistakeList";
import classes from "./Result.module.css";

/** The place of the texts in the page. */
export const MISTAKES = "erros";

interface Props {
  run: RunDetails;
  report: Report;
}

/** What the exam showed: by category, by confusion, text by text; and what that corrects in the sheet. */
export function Evidence({ run, report }: Props) {
  const texts = useRef<HTMLDivElement>(null);
  const [pair, setPair] = useState<Pair | null>(null);
  function pick(chosen: Pair | null) {
    setPair(chosen);
    texts.current?.scrollIntoView({ block: "start" });
    texts.current?.focus({ preventScroll: true });
  }
  return (
    <>
      <Exam report={report} picked={pair} onPick={hasMistakes(report) ? pick : undefined} />
      {(report.hardest.length > 0 || hasMistakes(report)) && (
        <>
          <div ref={texts} tabIndex={-1} id={MISTAKES} className={classes.anchor}>
            <MistakeList
              key={pair ? `${pair.actual}\n${pair.predicted}` : ""}
              run={run}
              report={report}
              pair={pair}
              onAll={() => pick(null)}
            />
          </div>
          <Correctable run={run} />
        </>
      )}
    </>
  );
}

/** What is marked as wrong, for whoever may change the sheet. */
function Correctable({ run }: { run: RunDetails }) {
  const { data } = useMistakes(run.id, null, AT_FIRST);
  return data?.may_correct ? <Corrections run={run} /> : null;
}

/** Whether the texts behind each cell are told; reports of older versions lack them. */
function hasMistakes(report: Report): boolean {
  return report.task === "text-classification" && report.mistakes.length > 0;
}

interface ExamProps {
  report: Report;
  picked: Pair | null;
  onPick: ((pair: Pair) => void) | undefined;
}

function Exam({ report, ...cells }: ExamProps) {
  switch (report.task) {
    case "text-classification":
      return report.multi_label ? <Categories report={report} /> : <Labels report={report} {...cells} />;
    case "token-classification":
      return <EntityTypes report={report} />;
    case "question-answering":
      return <QuestionTypes report={report} />;
  }
}

/** With more categories their table needs the whole width. */
const MOST_BESIDE = 5;

function Labels({ report, ...cells }: ExamProps & { report: LabelsReport }) {
  return (
    <div className={classes.exam} data-beside={report.labels.length <= MOST_BESIDE}>
      <Categories report={report} />
      <Confusions report={report} {...cells} />
    </div>
  );
}
