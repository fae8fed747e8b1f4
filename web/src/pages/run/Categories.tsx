import type { AnswersReport, EntitiesReport, LabelsReport } from "../../api/types";
import { useWords, type Words } from "../../i18n";
import { outOfHundred } from "../../i18n/format";
import type { Catalogue } from "../../i18n/pt-BR";
import { type Bar, BarList } from "../../ui/BarRow";
import { Disclosure } from "../../ui/Disclosure";
import { Paper, Text, Title } from "../../ui/primitives";
import { type CategoryHits, categoriesOf, foundOf } from "./report";

const SHOWN_AT_ONCE = 12;

/** Right answers in the exam, category by category. */
export function Categories({ report }: { report: LabelsReport }) {
  const { t } = useWords();
  const bars = categoriesOf(report).map((category) => barOf(category, t.result));
  return <Parts title={t.result.perCategory} bars={bars} />;
}

/** Entities found in the exam, type by type. */
export function EntityTypes({ report }: { report: EntitiesReport }) {
  const words = useWords();
  const weakestFirst = [...report.labels].sort((one, other) => one.f1 - other.f1);
  const bars = weakestFirst.map((one) => {
    const found = foundOf(one);
    const text = words.t.result.withF1(words.t.result.of(found, one.support), f1Of(one.f1, words));
    return { label: one.label, text, share: one.support === 0 ? 0 : found / one.support, warning: null };
  });
  return <Parts title={words.t.result.perEntityType} bars={bars} />;
}

/** Questions answered in the exam, type by type; nothing where they have none. */
export function QuestionTypes({ report }: { report: AnswersReport }) {
  const words = useWords();
  if (report.types.length === 0) return null;
  const weakestFirst = [...report.types].sort((one, other) => one.f1 - other.f1);
  const bars = weakestFirst.map(({ type, exact_match, f1, support }) => {
    const exact = words.t.result.exactly(outOfHundred(exact_match), support);
    return { label: type, text: words.t.result.withF1(exact, f1Of(f1, words)), share: f1, warning: null };
  });
  return <Parts title={words.t.result.perQuestionType} bars={bars} />;
}

function Parts({ title, bars }: { title: string; bars: Bar[] }) {
  const { t } = useWords();
  const rest = bars.length - SHOWN_AT_ONCE;
  return (
    <Paper data-card>
      <Title order={2}>{title}</Title>
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

function f1Of(value: number, { format }: Words): string {
  return format.fixed(value, 2);
}

function barOf({ label, hits, total, weak }: CategoryHits, words: Catalogue["result"]): Bar {
  return {
    label,
    text: total === 0 ? words.notExamined : words.of(hits, total),
    share: total === 0 ? 0 : hits / total,
    warning: weak ? words.weak : null,
  };
}
