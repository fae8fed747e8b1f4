import { useModel } from "../../../api/models";
import type { Model, Report } from "../../../api/types";
import { ErrorCard } from "../../../ui/ErrorCard";
import { lazyPart, Part } from "../../../ui/Part";
import { Stack } from "../../../ui/primitives";
import { Waiting } from "../../../ui/Waiting";
import classes from "./Result.module.css";
import { Review } from "./Review";
import { useReview } from "./useReview";
import { SHEETS, TRIAL } from "./Ways";

const Trial = lazyPart(() => import("../../trial/Trial"), "Trial");
const Reach = lazyPart(() => import("../../classifying/Reach"), "Reach");
const Classifying = lazyPart(() => import("../../classifying/Classifying"), "Classifying");

interface Props {
  id: string;
  report: Report;
}

/** The model at work: what of it goes to a person, a text to try, sheets to classify. */
export function Use({ id, report }: Props) {
  const { data: model, error, refetch } = useModel(id);
  if (model) return <Used model={model} report={report} />;
  return error ? <ErrorCard error={error} retry={() => void refetch()} /> : <Waiting />;
}

function Used({ model, report }: { model: Model; report: Report }) {
  const points = "review" in report ? report.review : [];
  const choice = useReview(model, points);
  const reachable = !model.deletion_requested_at && model.machine.status !== "revoked";
  return (
    <>
      {"review" in report && points.length > 1 && <Review report={report} choice={choice} />}
      <div id={TRIAL} tabIndex={-1} className={classes.anchor} data-screen-only>
        <Part>
          {reachable ? <Trial model={model} threshold={choice.threshold} /> : <Reach model={model} />}
        </Part>
      </div>
      <div id={SHEETS} tabIndex={-1} className={classes.anchor} data-screen-only>
        <Stack gap="lg">
          <Part>
            <Classifying model={model} />
          </Part>
        </Stack>
      </div>
    </>
  );
}
