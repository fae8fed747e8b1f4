import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import type { DatasetDetails, VersionReport } from "../../api/types";
import { useOwnWords } from "../../i18n/own";
import { REPORT } from "../../i18n/report";
import { AlertCard } from "../../ui/AlertCard";
import { OutsideLink } from "../../ui/TextLink";

interface Props {
  dataset: DatasetDetails;
  report: VersionReport;
}

/** Whether the sheet will do, in one sentence; what is missing, where it will not. */
export function Verdict({ dataset, report: { findings, hindrance, score } }: Props) {
  const words = useOwnWords(REPORT).verdict;
  const strong = findings.some(({ severity }) => severity === "strong");
  const points = findings.filter(({ severity }) => severity !== "note").length;
  const able = strong ? words.weak : points > 0 ? words.improve(points) : words.good;
  const leftOut = `/api/datasets/${dataset.id}/left-out.xlsx?version=${dataset.version}`;
  return (
    <AlertCard
      tone={hindrance ? "danger" : strong ? "caution" : "success"}
      icon={hindrance || strong ? IconAlertTriangle : IconCircleCheck}
      heading={2}
      title={hindrance ? words.blocked : able}
      actions={dataset.rows_left_out > 0 && <OutsideLink href={leftOut}>{words.leftOut}</OutsideLink>}
    >
      {hindrance && `${hindrance.sentence} `}
      {words.facts(dataset.examples, dataset.rows_left_out)} {words.score(score)}
    </AlertCard>
  );
}
