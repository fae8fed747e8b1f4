import type { Report } from "../../api/types";
import { useWords } from "../../i18n";
import type { Catalogue } from "../../i18n/pt-BR";
import { type Bar, BarList } from "../../ui/BarRow";
import { Disclosure } from "../../ui/Disclosure";
import { Paper, Text, Title } from "../../ui/primitives";
import { type CategoryHits, categoriesOf } from "./report";

const SHOWN_AT_ONCE = 12;

/** Right answers in the exam, category by category. */
export function Categories({ report }: { report: Report }) {
  const { t } = useWords();
  const bars = categoriesOf(report).map((category) => barOf(category, t.result));
  const rest = bars.length - SHOWN_AT_ONCE;
  return (
    <Paper data-card>
      <Title order={2}>{t.result.perCategory}</Title>
      <Text c="dimmed" mb="md">
        {t.result.perCategoryHelp}
      </Text>
      <BarList bars={bars.slice(0, SHOWN_AT_ONCE)} />
      {rest > 0 && (
        <Disclosure plain label={t.result.moreCategories(rest)}>
          {() => <BarList bars={bars.slice(SHOWN_AT_ONCE)} />}
        </Disclosure>
      )}
    </Paper>
  );
}

function barOf({ label, hits, total, weak }: CategoryHits, words: Catalogue["result"]): Bar {
  return {
    label,
    text: total === 0 ? words.notExamined : words.of(hits, total),
    share: total === 0 ? 0 : hits / total,
    warning: weak ? words.weak : null,
  };
}
