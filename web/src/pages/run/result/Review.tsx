import type { LabelsReport, ReviewPoint } from "../../../api/types";
import { useWords } from "../../../i18n";
import { type ResultWords, useResultWords } from "../../../i18n/result";
import { ErrorCard } from "../../../ui/ErrorCard";
import { Text } from "../../../ui/primitives";
import { Section } from "../../../ui/Section";
import { Slider } from "../../../ui/Slider";
import { counted, ofHundred } from "./consequence";
import { isSmallExam } from "./report";
import type { ReviewChoice } from "./useReview";

interface Props {
  report: LabelsReport;
  choice: ReviewChoice;
}

/** How much goes to a person when the model is not sure, told by what comes of it. */
export function Review({ report, choice }: Props) {
  const words = useResultWords().review;
  const { place, choose, keep, error } = choice;
  const point = report.review[place];
  if (!point) return null;
  const consequence = inWords(point, report, words);
  return (
    <Section title={words.title} lead={words.lead}>
      <Slider
        label={words.slider}
        value={place}
        most={report.review.length - 1}
        said={consequence}
        ends={[words.least, words.most]}
        onChange={choose}
        onRest={keep}
      />
      <Text size="lg" fw={600}>
        {consequence}
      </Text>
      {error && <ErrorCard error={error} retry={keep} />}
      <Rule choice={choice} />
    </Section>
  );
}

/** What the choice means for sheets, and whether it is kept. */
function Rule({ choice: { threshold, canKeep, kept } }: { choice: ReviewChoice }) {
  const { format } = useWords();
  const words = useResultWords().review;
  return (
    <Text c="dimmed" role="status">
      {threshold === 0 ? words.ruleOfNone : words.rule(format.decimal(100 * threshold, 2))}
      {kept && ` ${words.kept}`}
      {!canKeep && ` ${words.othersModel}`}
    </Text>
  );
}

function inWords(point: ReviewPoint, report: LabelsReport, words: ResultWords["review"]): string {
  const total = report.validation_examples;
  const small = isSmallExam(report);
  const { reviewed, rest, right } = small ? counted(point, total) : ofHundred(point, total);
  if (reviewed === 0) return small ? words.allSmall(right, total) : words.all(right);
  return small ? words.someSmall(reviewed, total, rest, right) : words.some(reviewed, rest, right);
}
