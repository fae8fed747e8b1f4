import { type ReactNode, useMemo, useState } from "react";
import type { AnswersReport, EntitiesReport, LabelsReport } from "../../../api/types";
import { outOfHundred } from "../../../i18n/format";
import { type ResultWords, useResultWords } from "../../../i18n/result";
import { type Bar, BarList } from "../../../ui/BarRow";
import { Disclosure } from "../../../ui/Disclosure";
import { Text } from "../../../ui/primitives";
import { Section } from "../../../ui/Section";
import { choicesOf, Select } from "../../../ui/Select";
import { type CategoryHits, categoriesOf, foundOf, type Order, ordered, type Reason } from "./report";

const SHOWN_AT_ONCE = 12;

/** Right answers in the exam, category by category, with why some are often wrong. */
export function Categories({ report }: { report: LabelsReport }) {
  const words = useResultWords();
  const [order, setOrder] = useState<Order>("worst");
  const categories = useMemo(() => categoriesOf(report), [report]);
  const bars = ordered(categories, order).map((category) => barOf(category, words));
  return (
    <Parts title={words.result.perCategory} bars={bars}>
      {categories.length > 2 && (
        <Select
          label={words.categories.order}
          value={order}
          choices={choicesOf(words.categories.orders)}
          onChoose={setOrder}
          labelled
        />
      )}
    </Parts>
  );
}

/** Entities found in the exam, type by type. */
export function EntityTypes({ report }: { report: EntitiesReport }) {
  const words = useResultWords().result;
  const weakestFirst = [...report.labels].sort((one, other) => one.f1 - other.f1);
  const bars = weakestFirst.map((one) => {
    const found = foundOf(one);
    const text = words.withPrecision(words.of(found, one.support), outOfHundred(one.precision));
    return { label: one.label, text, share: one.support === 0 ? 0 : found / one.support, warning: null };
  });
  return (
    <Parts title={words.perEntityType} bars={bars}>
      <Help />
    </Parts>
  );
}

/** Questions answered in the exam, type by type; nothing where they have none. */
export function QuestionTypes({ report }: { report: AnswersReport }) {
  const words = useResultWords().result;
  if (report.types.length === 0) return null;
  const weakestFirst = [...report.types].sort((one, other) => one.f1 - other.f1);
  const bars = weakestFirst.map(({ type, exact_match, f1, support }) => {
    const exact = words.exactly(outOfHundred(exact_match), support);
    return { label: type, text: words.withShared(exact, outOfHundred(f1)), share: f1, warning: null };
  });
  return (
    <Parts title={words.perQuestionType} bars={bars}>
      <Help />
    </Parts>
  );
}

function Help() {
  return <Text c="dimmed">{useResultWords().result.perCategoryHelp}</Text>;
}

function Parts({ title, bars, children }: { title: string; bars: Bar[]; children: ReactNode }) {
  const words = useResultWords().result;
  const rest = bars.length - SHOWN_AT_ONCE;
  return (
    <Section title={title}>
      {children}
      <BarList bars={bars.slice(0, SHOWN_AT_ONCE)} />
      {rest > 0 && (
        <Disclosure plain label={words.moreCategories(rest)}>
          {() => <BarList bars={bars.slice(SHOWN_AT_ONCE)} />}
        </Disclosure>
      )}
    </Section>
  );
}

function barOf({ label, hits, total, weak, reasons }: CategoryHits, words: ResultWords): Bar {
  const { notExamined, of, weak: weakly } = words.result;
  return {
    label,
    text: total === 0 ? notExamined : of(hits, total),
    share: total === 0 ? 0 : hits / total,
    warning: weak ? weakly : null,
    why: reasons.map((reason) => inWords(reason, words.categories)).join("; "),
  };
}

function inWords(reason: Reason, words: ResultWords["categories"]): string {
  return reason.code === "few" ? words.few(reason.learned) : words.confused(reason.label, reason.times);
}
