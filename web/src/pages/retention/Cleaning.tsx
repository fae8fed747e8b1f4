import { IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useApplyRetention, useRetentionPreview } from "../../api/retention";
import type { Removed, RetentionPass } from "../../api/types";
import { useOwnWords } from "../../i18n/own";
import { RETENTION, type RetentionWords } from "../../i18n/retention";
import { AlertCard } from "../../ui/AlertCard";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { ErrorCard } from "../../ui/ErrorCard";
import { FactList } from "../../ui/FactList";
import { Moment } from "../../ui/Moment";
import { Button, Stack, Text } from "../../ui/primitives";
import { Section } from "../../ui/Section";
import { FoundTable } from "./FoundTable";

interface Props {
  hour: number;
  last: RetentionPass | null;
}

/** What went last, and what would go now. */
export function Cleaning({ hour, last }: Props) {
  const words = useOwnWords(RETENTION);
  const [wanted, setWanted] = useState(false);
  const apply = useApplyRetention();
  return (
    <Section title={words.cleaning} lead={words.hour(hour)}>
      <FactList facts={[{ name: words.last, value: last ? <Moment at={last.applied_at} /> : words.never }]} />
      {apply.error && <ErrorCard error={apply.error} />}
      {apply.data && <Gone removed={apply.data.removed} />}
      {wanted ? (
        <Preview apply={apply} onDone={() => setWanted(false)} />
      ) : (
        <div>
          <Button variant="default" onClick={() => setWanted(true)}>
            {words.look}
          </Button>
        </div>
      )}
    </Section>
  );
}

function Preview({ apply, onDone }: { apply: ReturnType<typeof useApplyRetention>; onDone: () => void }) {
  const words = useOwnWords(RETENTION);
  const { data, error, refetch } = useRetentionPreview(true);
  const [asked, setAsked] = useState(false);
  if (!data)
    return error ? <ErrorCard error={error} retry={() => void refetch()} /> : <Text>{words.looking}</Text>;
  const found = data.found.filter(({ count }) => count > 0);
  if (found.length === 0) return <Text>{words.nothing}</Text>;
  return (
    <Stack gap="md" align="flex-start">
      <FoundTable found={found} />
      <Button color="danger" onClick={() => setAsked(true)}>
        {words.apply}
      </Button>
      <ConfirmDialog
        opened={asked}
        title={words.ask}
        body={words.askBody}
        safe={words.leave}
        dangerous={words.apply}
        busy={apply.isPending}
        onClose={() => setAsked(false)}
        onConfirm={() => apply.mutate(undefined, { onSettled: () => setAsked(false), onSuccess: onDone })}
      />
    </Stack>
  );
}

function Gone({ removed }: { removed: Removed[] }) {
  const words = useOwnWords(RETENTION);
  return (
    <AlertCard tone="success" icon={IconCircleCheck} title={words.gone}>
      {removed.length === 0 ? words.goneNothing : removed.map((one) => goneOf(one, words)).join(" · ")}
    </AlertCard>
  );
}

function goneOf({ kind, count, size_bytes, failed }: Removed, words: RetentionWords): string {
  const went = words.went(words.kinds[kind], count, words.size(size_bytes));
  return failed ? went + words.stuck(failed) : went;
}
