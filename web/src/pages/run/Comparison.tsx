import type { Report } from "../../api/types";
import { useWords } from "../../i18n";
import { outOfHundred } from "../../i18n/format";
import { BarList } from "../../ui/BarRow";
import { Paper, Text, Title } from "../../ui/primitives";
import { rivalsOf } from "./report";

/** What simple methods reach beside the model; nothing where that was not measured. */
export function Comparison({ report }: { report: Report }) {
  const { t } = useWords();
  const rivals = rivalsOf(report);
  if (rivals.length === 0) return null;
  const bars = rivals.map(({ code, share }) => ({
    label: t.result.methods[code],
    text: t.result.inHundred(outOfHundred(share)),
    share,
    warning: null,
    quiet: code !== "model",
  }));
  return (
    <Paper data-card>
      <Title order={2}>{t.result.compared}</Title>
      <Text c="dimmed" mb="md">
        {t.result.comparedHelp}
      </Text>
      <BarList bars={bars} />
    </Paper>
  );
}
