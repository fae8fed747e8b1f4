import type { Report } from "../../../api/types";
import { outOfHundred } from "../../../i18n/format";
import { useResultWords } from "../../../i18n/result";
import { BarList } from "../../../ui/BarRow";
import { Paper, Text, Title } from "../../../ui/primitives";
import { rivalsOf } from "./report";

/** What simple methods reach beside the model; nothing where that was not measured. */
export function Comparison({ report }: { report: Report }) {
  const words = useResultWords().result;
  const rivals = rivalsOf(report);
  if (rivals.length === 0) return null;
  const bars = rivals.map(({ code, share }) => ({
    label: words.methods[code],
    text: words.inHundred(outOfHundred(share)),
    share,
    warning: null,
    quiet: code !== "model",
  }));
  return (
    <Paper data-card>
      <Title order={2}>{words.compared}</Title>
      <Text c="dimmed" mb="md">
        {words.comparedHelp}
      </Text>
      <BarList bars={bars} />
    </Paper>
  );
}
