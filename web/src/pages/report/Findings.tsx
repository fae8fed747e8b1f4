import { useState } from "react";
import type { Finding, Step } from "../../api/types";
import { useOwnWords } from "../../i18n/own";
import { REPORT } from "../../i18n/report";
import { Button, Stack, Text } from "../../ui/primitives";
import { FindingCard } from "./FindingCard";

const SHOWN = 3;

interface Props {
  /** Gravest first, as the server has them. */
  findings: Finding[];
  /** Does something about one; left out where nothing may be changed. */
  onApply?: ((step: Step) => void) | undefined;
  busy?: boolean;
}

/** What was found in a version of a sheet, the gravest first; the rest on request. */
export function Findings({ findings, onApply, busy = false }: Props) {
  const words = useOwnWords(REPORT);
  const [whole, setWhole] = useState(false);
  if (findings.length === 0) return <Text>{words.none}</Text>;
  const shown = whole ? findings : findings.slice(0, SHOWN);
  const rest = findings.length - shown.length;
  return (
    <Stack gap="md">
      {shown.map((finding) => (
        <FindingCard key={finding.code} finding={finding} onApply={onApply} busy={busy} />
      ))}
      {rest > 0 && (
        <div>
          <Button variant="default" onClick={() => setWhole(true)}>
            {words.more(rest)}
          </Button>
        </div>
      )}
    </Stack>
  );
}
