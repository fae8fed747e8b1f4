import {
  IconAlertTriangle,
  IconCircleCheck,
  IconInfoCircle,
  type Icon as TablerIcon,
} from "@tabler/icons-react";
import type { ReplayOutcome, ReplayShown } from "../../api/types";
import { useOwnWords } from "../../i18n/own";
import { SYSTEM, type SystemWords } from "../../i18n/system";
import { AlertCard } from "../../ui/AlertCard";
import { Moment } from "../../ui/Moment";
import type { Tone } from "../../ui/tone";

const LOOKS: Record<ReplayOutcome, { tone: Tone; icon: TablerIcon }> = {
  equal: { tone: "success", icon: IconCircleCheck },
  switched: { tone: "success", icon: IconCircleCheck },
  different: { tone: "warning", icon: IconAlertTriangle },
  refused: { tone: "neutral", icon: IconInfoCircle },
  failed: { tone: "danger", icon: IconAlertTriangle },
};

/** What came of the comparison, or of the tables, that somebody asked for last. */
export function LastReplay({ replay }: { replay: ReplayShown }) {
  const words = useOwnWords(SYSTEM);
  const { outcome } = replay;
  const who = replay.requested_by_name ?? words.somebody;
  const title = outcome === null ? words.cutShort : words.outcomes[outcome];
  const look = outcome === null ? LOOKS.different : LOOKS[outcome];
  return (
    <AlertCard {...look} title={title}>
      {sentencesOf(replay, words).join(" ")} {words.lastBy(words.actions[replay.action], who)}
      {" · "}
      <Moment at={replay.ended_at ?? replay.began_at} />
    </AlertCard>
  );
}

function sentencesOf(replay: ReplayShown, words: SystemWords): string[] {
  const refusal = replay.refusal === null ? undefined : words.refusals[replay.refusal];
  return [
    ...(refusal ? [refusal] : []),
    ...(replay.differences.length > 0 ? [words.differing(replay.differences.join(", "))] : []),
    ...(replay.messages > 0 ? [words.read(replay.messages)] : []),
  ];
}
