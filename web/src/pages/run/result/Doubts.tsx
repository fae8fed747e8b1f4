import { useState } from "react";
import type { Report, RunDetails } from "../../../api/types";
import { lazyPart, Part } from "../../../ui/Part";
import classes from "./Result.module.css";
import { Review } from "./Review";
import { TRIAL } from "./Ways";

const Trial = lazyPart(() => import("../../trial/Trial"), "Trial");

interface Props {
  run: RunDetails;
  report: Report;
}

/** What becomes of uncertain texts, and a text to see it on. */
export function Doubts({ run, report }: Props) {
  const [place, setPlace] = useState(0);
  const points = "review" in report ? report.review : [];
  // Of several labels the least sure decision counts, which no answer tells.
  const threshold = "multi_label" in report && report.multi_label ? null : points[place]?.threshold;
  return (
    <>
      {"review" in report && points.length > 1 && <Review report={report} place={place} onPlace={setPlace} />}
      {run.model && (
        <div id={TRIAL} tabIndex={-1} className={classes.anchor} data-screen-only>
          <Part>
            <Trial runId={run.id} task={report.task} threshold={threshold ?? null} />
          </Part>
        </div>
      )}
    </>
  );
}
