import { IconRepeat } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { type Asking, useReproduceRun, useTrainOn } from "../../api/runs";
import type { RunDetails } from "../../api/types";
import { ErrorCard } from "../../ui/ErrorCard";
import { Icon } from "../../ui/Icon";
import { Button, Stack } from "../../ui/primitives";

interface Props {
  id: string;
  label: string;
}

/** Asks for the same training again, then shows it. */
export function TrainAgain({ id, label }: Props) {
  return <Start asking={useReproduceRun(id)} label={label} />;
}

interface OnProps {
  run: RunDetails;
  /** Of its sheet. */
  version: number;
  label: string;
}

/** Asks for a training with the same settings on another version of the sheet, then shows it. */
export function TrainOn({ run, version, label }: OnProps) {
  return <Start asking={useTrainOn(run, version)} label={label} />;
}

function Start({ asking, label }: { asking: Asking; label: string }) {
  const navigate = useNavigate();
  const start = () =>
    asking.mutate(undefined, {
      onSuccess: (accepted) =>
        void navigate({ to: "/treinos/$id", params: { id: accepted.id }, state: { isNew: true } }),
    });
  return (
    <Stack gap="sm" align="flex-start">
      {asking.error && <ErrorCard error={asking.error} />}
      <Button
        leftSection={<Icon of={IconRepeat} />}
        loading={asking.isPending || asking.isSuccess}
        onClick={start}
        data-screen-only
      >
        {label}
      </Button>
    </Stack>
  );
}
