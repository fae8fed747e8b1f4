import { IconAlertTriangle, IconEyeOff } from "@tabler/icons-react";
import type { Comparison } from "../../api/types";
import { useWords } from "../../i18n";
import { COMPARE } from "../../i18n/compare";
import { useOwnWords } from "../../i18n/own";
import { AlertCard } from "../../ui/AlertCard";
import { Paper, Stack, Text, Title } from "../../ui/primitives";
import { findingsOf } from "./findings";

/** What the comparison comes to, in sentences, before any figure. */
export function Findings({ comparison }: { comparison: Comparison }) {
  const { format } = useWords();
  const words = useOwnWords(COMPARE);
  const { headline, sentences, method } = findingsOf(comparison, words, format);
  return (
    <>
      <Paper component="section" data-card>
        <Stack gap="xs">
          <Title order={2}>{headline}</Title>
          {sentences.map((sentence) => (
            <Text key={sentence}>{sentence}</Text>
          ))}
          {method && <Text c="dimmed">{method}</Text>}
        </Stack>
      </Paper>
      {!comparison.has_same_exam && (
        <AlertCard tone="warning" icon={IconAlertTriangle} title={words.otherExams} heading={2}>
          {words.otherExamsMeans}
        </AlertCard>
      )}
      {comparison.missing.length > 0 && (
        <AlertCard tone="neutral" icon={IconEyeOff} title={words.missing(comparison.missing.length)} />
      )}
    </>
  );
}
