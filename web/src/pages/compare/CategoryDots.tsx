import type { ComparedCategory, Comparison } from "../../api/types";
import { COMPARE } from "../../i18n/compare";
import { outOfHundred } from "../../i18n/format";
import { useOwnWords } from "../../i18n/own";
import { Disclosure } from "../../ui/Disclosure";
import { DotRow, DotRows } from "../../ui/DotRow";
import { Text } from "../../ui/primitives";

const SHOWN = 12;

/** How much of each category each training finds. */
export function CategoryDots({ comparison: { categories } }: { comparison: Comparison }) {
  const words = useOwnWords(COMPARE);
  if (categories.length === 0) return <Text c="dimmed">{words.noPicture}</Text>;
  const [first, rest] = [categories.slice(0, SHOWN), categories.slice(SHOWN)];
  return (
    <>
      <Text c="dimmed">{words.categoriesHelp}</Text>
      <Rows categories={first} />
      {rest.length > 0 && (
        <Disclosure plain label={words.moreCategories(rest.length)}>
          {() => <Rows categories={rest} />}
        </Disclosure>
      )}
    </>
  );
}

function Rows({ categories }: { categories: ComparedCategory[] }) {
  return (
    <DotRows>
      {categories.map((category) => (
        <Row key={category.label} {...category} />
      ))}
    </DotRows>
  );
}

function Row({ label, found, examples }: ComparedCategory) {
  const words = useOwnWords(COMPARE);
  const dots = found.flatMap((share, place) =>
    share === null ? [] : [{ place, share, text: words.hits(outOfHundred(share)) }],
  );
  return <DotRow label={label} note={words.inExam(Math.max(...examples))} dots={dots} />;
}
