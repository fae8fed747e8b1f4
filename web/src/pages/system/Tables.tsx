import { useState } from "react";
import { useBeginReplay } from "../../api/system";
import type { ConsumersShown, ReadModelTold, ReplayAction } from "../../api/types";
import { useOwnWords } from "../../i18n/own";
import { SYSTEM, type SystemWords } from "../../i18n/system";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { type Column, DataTable } from "../../ui/DataTable";
import { ErrorCard } from "../../ui/ErrorCard";
import { Moment } from "../../ui/Moment";
import { ProgressBar } from "../../ui/ProgressBar";
import { Button, Group, Stack, Text } from "../../ui/primitives";
import { Section } from "../../ui/Section";
import { LastReplay } from "./LastReplay";

type Asked = Exclude<ReplayAction, "prove">;

/** The sets of tables that there are; what was asked for last, and what can be asked for now. */
export function Tables({ consumers }: { consumers: ConsumersShown }) {
  const words = useOwnWords(SYSTEM);
  const begin = useBeginReplay();
  const [asked, setAsked] = useState<Asked | null>(null);
  const { replaying, replay, read_models } = consumers;
  const close = () => setAsked(null);
  return (
    <Section title={words.tables} lead={words.tablesLead}>
      {begin.error && <ErrorCard error={begin.error} />}
      <DataTable
        caption={words.caption}
        columns={columnsOf(words)}
        rows={read_models}
        rowKey={({ role }) => role}
        stacking
        compact
      />
      {replaying ? (
        <Work models={read_models} />
      ) : (
        <>
          {replay && <LastReplay replay={replay} />}
          <Choices models={read_models} onProve={() => begin.mutate("prove")} onAsk={setAsked} />
        </>
      )}
      <ConfirmDialog
        opened={asked !== null}
        title={words.ask[asked ?? "switch"]}
        body={words.askBody[asked ?? "switch"]}
        safe={words.leave}
        dangerous={words.actions[asked ?? "switch"]}
        busy={begin.isPending}
        onClose={close}
        onConfirm={() => asked && begin.mutate(asked, { onSettled: close })}
      />
    </Section>
  );
}

function Choices(props: { models: ReadModelTold[]; onProve: () => void; onAsk: (asked: Asked) => void }) {
  const { actions } = useOwnWords(SYSTEM);
  const back = props.models.some(({ role }) => role === "previous");
  return (
    <Group gap="sm">
      <Button onClick={props.onProve}>{actions.prove}</Button>
      <Button variant="default" onClick={() => props.onAsk("switch")}>
        {actions.switch}
      </Button>
      <Button variant="default" onClick={() => props.onAsk("accept")}>
        {actions.accept}
      </Button>
      {back && (
        <Button variant="default" onClick={() => props.onAsk("rollback")}>
          {actions.rollback}
        </Button>
      )}
    </Group>
  );
}

function Work({ models }: { models: ReadModelTold[] }) {
  const words = useOwnWords(SYSTEM);
  const built = models.find(({ role }) => role === "next");
  const [done, total] = [built?.done ?? 0, built?.total ?? 0];
  const text = words.working(words.fraction(done, total));
  return (
    <Stack gap="xs">
      <Text>{text}</Text>
      <ProgressBar label={words.bar} fraction={total ? done / total : null} text={text} />
    </Stack>
  );
}

function columnsOf(words: SystemWords): Column<ReadModelTold>[] {
  const { columns } = words;
  return [
    { key: "role", label: columns.role, cell: ({ role }) => words.roles[role as keyof SystemWords["roles"]] },
    { key: "sequence", label: columns.sequence, align: "end", cell: ({ sequence }) => words.count(sequence) },
    { key: "size", label: columns.size, align: "end", cell: ({ size_bytes }) => words.size(size_bytes) },
    {
      key: "built",
      label: columns.built,
      short: true,
      cell: ({ built_at, role }) =>
        built_at ? <Moment at={built_at} /> : role === "next" ? words.roles.next : words.asItCame,
    },
  ];
}
