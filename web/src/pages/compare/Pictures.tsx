import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import type { Picture } from "../../addresses";
import type { Comparison } from "../../api/types";
import { COMPARE } from "../../i18n/compare";
import { useOwnWords } from "../../i18n/own";
import { Section } from "../../ui/Section";
import { choicesOf, Select } from "../../ui/Select";
import { Waiting } from "../../ui/Waiting";
import { CategoryDots } from "./CategoryDots";
import { TimeBars } from "./TimeBars";

/** Drawing costs a library, which is loaded for who wants curves. */
const Curves = lazy(async () => ({ default: (await import("./Curves")).Curves }));

/** One picture at a time, chosen from a list. */
export function Pictures({ comparison }: { comparison: Comparison }) {
  const words = useOwnWords(COMPARE);
  const { grafico } = useSearch({ from: "/comparar" });
  const navigate = useNavigate({ from: "/comparar" });
  const chosen = grafico ?? (comparison.categories.length > 0 ? "categorias" : "acerto");
  const choose = (picture: Picture) =>
    void navigate({ search: (now) => ({ ...now, grafico: picture }), replace: true });
  return (
    <Section
      title={words.pictures[chosen]}
      action={
        <Select<Picture>
          label={words.picture}
          value={chosen}
          choices={choicesOf(words.pictures)}
          onChoose={choose}
        />
      }
    >
      <Chosen picture={chosen} comparison={comparison} />
    </Section>
  );
}

function Chosen({ picture, comparison }: { picture: Picture; comparison: Comparison }) {
  switch (picture) {
    case "categorias":
      return <CategoryDots comparison={comparison} />;
    case "tempo":
      return <TimeBars comparison={comparison} />;
    case "acerto":
    case "erro":
      return (
        <Suspense fallback={<Waiting />}>
          <Curves comparison={comparison} of={picture} />
        </Suspense>
      );
    default:
      return picture satisfies never;
  }
}
