import type { LabelsReport, ReviewPoint } from "../../../api/types";
import { type ResultWords, useResultWords } from "../../../i18n/result";
import { Text } from "../../../ui/primitives";
import { Section } from "../../../ui/Section";
import { Slider } from "../../../ui/Slider";
import { counted, ofHundred } from "./consequence";
import { isSmallExam } from "./report";

interface Props {
  report: LabelsReport;
  /** Of the point that is chosen. */
  place: number;
  onPlace: (place: number) => void;
}

/** How much goes to a person when the model is not sure, told by what comes of it. */
export function Review({ report, place, onPlace }: Props) {
  const words = useResultWords().review;
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
        onChange={onPlace}
      />
      <Text size="lg" fw={600}>
        {consequence}
      </Text>
    </Section>
  );
}

function inWords(point: ReviewPoint, report: LabelsReport, words: ResultWords["review"]): string {
  const total = report.validation_examples;
  const small = isSmallExam(report);
  const { reviewed, rest, right } = small ? counted(point, total) : ofHundred(point, total);
  if (reviewed === 0) return small ? words.allSmall(right, total) : words.all(right);
  return small ? words.someSmall(reviewed, total, rest, right) : words.some(reviewed, rest, right);
}
