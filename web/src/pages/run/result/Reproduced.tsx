import { IconEqual, IconEqualNot, type Icon as TablerIcon } from "@tabler/icons-react";
import { useReproduction } from "../../../api/runs";
import type { Reproduction } from "../../../api/types";
import { useResultWords } from "../../../i18n/result";
import { AlertCard } from "../../../ui/AlertCard";
import { ErrorCard } from "../../../ui/ErrorCard";
import type { Tone } from "../../../ui/tone";

/** Whether the same came of a repeated training, and what was otherwise. */
export function Reproduced({ id }: { id: string }) {
  const { data, error } = useReproduction(id);
  if (error) return <ErrorCard error={error} />;
  return data ? <Compared found={data} /> : null;
}

function Compared({ found }: { found: Reproduction }) {
  const words = useResultWords().reproduced;
  const isSame = found.outcome === "identical";
  const [tone, icon]: [Tone, TablerIcon] = isSame ? ["success", IconEqual] : ["warning", IconEqualNot];
  const lines = [
    ...found.circumstances.map(({ field, sentence }) => sentence ?? field),
    ...found.figures.map(({ field, before, after }) => `${field}: ${before} → ${after}`),
  ];
  return (
    <AlertCard tone={tone} icon={icon} title={words.title} heading={2}>
      {found.sentence}
      {lines.length > 0 && (
        <ul>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </AlertCard>
  );
}
