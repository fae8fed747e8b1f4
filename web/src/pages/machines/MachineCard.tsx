import {
  IconCircleCheck,
  IconPlayerPause,
  IconPlugConnectedX,
  IconServer,
  type Icon as TablerIcon,
} from "@tabler/icons-react";
import type { Reading } from "../../api/readings";
import { useAdministrates } from "../../api/session";
import type { Machine, Registration } from "../../api/types";
import { MACHINES, type MachinesWords } from "../../i18n/machines";
import { useOwnWords } from "../../i18n/own";
import { Chip } from "../../ui/Chip";
import { FactLine } from "../../ui/FactList";
import { Moment } from "../../ui/Moment";
import { Paper, Stack, Title } from "../../ui/primitives";
import { TextLink } from "../../ui/TextLink";
import type { Tone } from "../../ui/tone";
import { MachineActions } from "./MachineActions";
import classes from "./Machines.module.css";
import { Meters } from "./Meters";

interface Props {
  machine: Machine;
  readings: readonly Reading[];
  onMade: (made: Registration) => void;
}

/** One machine: whether it is there, what it does, what it uses. */
export function MachineCard({ machine, readings, onMade }: Props) {
  const administrates = useAdministrates();
  return (
    <Paper component="li">
      <Stack gap="md">
        <div className={classes.head}>
          <div className={classes.name}>
            <Title order={2} size="h3">
              {machine.name}
            </Title>
            <MachineState machine={machine} />
          </div>
          {administrates && <MachineActions machine={machine} onMade={onMade} />}
        </div>
        <Doing machine={machine} />
        {machine.status === "online" && <Meters machine={machine} readings={readings} />}
        <About machine={machine} />
      </Stack>
    </Paper>
  );
}

export type State = keyof MachinesWords["states"];

const LOOKS: Record<State, { tone: Tone; icon: TablerIcon }> = {
  online: { tone: "success", icon: IconCircleCheck },
  offline: { tone: "danger", icon: IconPlugConnectedX },
  revoked: { tone: "neutral", icon: IconServer },
  paused: { tone: "warning", icon: IconPlayerPause },
  pausing: { tone: "warning", icon: IconPlayerPause },
};

/** The most important thing about a machine's state. */
export function stateOf({ status, paused, busy }: Machine): State {
  if (status !== "online" || !paused) return status;
  return busy ? "pausing" : "paused";
}

export function MachineState({ machine }: { machine: Machine }) {
  const { states } = useOwnWords(MACHINES);
  const state = stateOf(machine);
  return <Chip {...LOOKS[state]} label={states[state]} />;
}

function Doing({ machine }: { machine: Machine }) {
  const words = useOwnWords(MACHINES);
  if (machine.status !== "online") return <p className={classes.silent}>{whySilent(machine, words)}</p>;
  if (!machine.busy) return <p className={classes.doing}>{machine.paused ? words.resting : words.free}</p>;
  return (
    <p className={classes.doing}>
      {machine.run_id ? (
        <>
          {words.training}{" "}
          <TextLink to="/treinos/$id" params={{ id: machine.run_id }}>
            {machine.run_name}
          </TextLink>
        </>
      ) : (
        words.trainingOther
      )}
      {machine.paused && ` · ${words.lastTraining}`}
    </p>
  );
}

function whySilent({ paused, heard_at }: Machine, words: MachinesWords): string {
  if (paused) return words.resting;
  return heard_at === null ? words.neverHeard : words.silent;
}

function About({ machine }: { machine: Machine }) {
  const words = useOwnWords(MACHINES);
  const facts = [
    { name: words.device, value: machine.device_name },
    { name: words.pool, value: words.pools[machine.pool] ?? machine.pool },
    { name: words.version, value: machine.version },
    { name: words.news, value: machine.heard_at && <Moment at={machine.heard_at} /> },
  ];
  return <FactLine facts={facts.filter(({ value }) => value !== null)} />;
}
