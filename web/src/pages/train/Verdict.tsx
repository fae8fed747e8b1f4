import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import type { DatasetDetails, VersionReport } from "../../api/types";
import { useOwnWords } from "../../i18n/own";
import { TRAIN } from "../../i18n/train";
import { AlertCard } from "../../ui/AlertCard";
import { OutsideLink } from "../../ui/TextLink";

interface Props {
  dataset: DatasetDetails;
  report: VersionReport;
}

/** Whether the sheet will do, in one sentence. */
export function Verdict({ dataset, report }: Props) {
  const words = useOwnWords(TRAIN).check;
  const strong = report.findings.some(({ severity }) => severity === "strong");
  const points = report.findings.filter(({ severity }) => severity !== "note").length;
  const title = strong ? words.weak : points > 0 ? words.improve(points) : words.good;
  const facts = `${words.facts(dataset.examples, dataset.rows_left_out)} ${words.score(report.score)}`;
  const leftOut = `/api/datasets/${dataset.id}/left-out.xlsx?version=${dataset.version}`;
  return (
    <AlertCard
      tone={strong ? "caution" : "success"}
      icon={strong ? IconAlertTriangle : IconCircleCheck}
      heading={2}
      title={title}
      actions={dataset.rows_left_out > 0 && <OutsideLink href={leftOut}>{words.leftOut}</OutsideLink>}
    >
      {facts}
    </AlertCard>
  );
}
