import { IconBan, IconCircleCheck, IconMailForward, IconUser } from "@tabler/icons-react";
import { useSession } from "../../api/session";
import type { User } from "../../api/types";
import { ADMINISTRATION, type AdministrationWords } from "../../i18n/administration";
import { useOwnWords } from "../../i18n/own";
import { Chip } from "../../ui/Chip";
import { type Column, DataTable } from "../../ui/DataTable";
import { Meter } from "../../ui/Meter";
import { Moment } from "../../ui/Moment";
import { Group, Paper, Text } from "../../ui/primitives";
import type { Tone } from "../../ui/tone";
import type { Made } from "./PeoplePage";
import { PersonActions } from "./PersonActions";
import classes from "./PersonTable.module.css";
import { isFull, shareOf } from "./use";

interface Props {
  people: User[];
  onLink: (made: Made) => void;
}

/** Everybody, and what can be done about each. */
export function PersonTable({ people, onLink }: Props) {
  const words = useOwnWords(ADMINISTRATION);
  const { data: me } = useSession();
  return (
    <Paper p={0}>
      <DataTable
        caption={words.person.caption}
        columns={columnsOf(words, me?.owner_id, onLink)}
        rows={people}
        rowKey={({ id }) => id}
        stacking
      />
    </Paper>
  );
}

function columnsOf(
  words: AdministrationWords,
  me: string | undefined,
  onLink: (made: Made) => void,
): Column<User>[] {
  const { columns, roles } = words.person;
  return [
    {
      key: "name",
      label: columns.name,
      cell: (person) => <NameCell person={person} isMe={person.id === me} />,
    },
    { key: "role", label: columns.role, short: true, cell: ({ role }) => roles[role] },
    { key: "state", label: columns.state, short: true, cell: (person) => <StateCell person={person} /> },
    { key: "use", label: columns.use, cell: (person) => <UseCell person={person} /> },
    {
      key: "seen",
      label: columns.seen,
      short: true,
      cell: ({ last_seen_at }) => (last_seen_at ? <Moment at={last_seen_at} /> : words.never),
    },
    {
      key: "actions",
      label: "",
      align: "end",
      cell: (person) => <PersonActions person={person} isMe={person.id === me} onLink={onLink} />,
    },
  ];
}

function NameCell({ person, isMe }: { person: User; isMe: boolean }) {
  const { you } = useOwnWords(ADMINISTRATION).person;
  const address = [person.login, person.email].filter((each, at, all) => each && all.indexOf(each) === at);
  return (
    <>
      <Group gap="xs">
        {person.name}
        {isMe && <Chip tone="brand" icon={IconUser} label={you} />}
      </Group>
      <Text size="sm" c="dimmed" fw={400}>
        {address.join(" · ")}
      </Text>
    </>
  );
}

function UseCell({ person }: { person: User }) {
  const { use: words } = useOwnWords(ADMINISTRATION).person;
  const { usage } = person;
  return (
    <div className={classes.use}>
      <Meter
        label={words.runs}
        value={shareOf(usage)}
        text={words.of(usage.active_runs, usage.active_runs_limit)}
        high={isFull(usage)}
      />
      <Text size="sm" c="dimmed">
        {words.more(usage.training_hours, usage.stored_bytes)}
      </Text>
    </div>
  );
}

type State = keyof AdministrationWords["person"]["states"];

const LOOKS: Record<State, { tone: Tone; icon: typeof IconBan }> = {
  active: { tone: "success", icon: IconCircleCheck },
  invited: { tone: "neutral", icon: IconMailForward },
  disabled: { tone: "danger", icon: IconBan },
};

function StateCell({ person }: { person: User }) {
  const { states } = useOwnWords(ADMINISTRATION).person;
  const state = person.disabled_at ? "disabled" : person.joined_at ? "active" : "invited";
  return <Chip {...LOOKS[state]} label={states[state]} />;
}
