import { IconRepeat } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useRetryRun } from "../../api/aftermath";
import { type Asking, useReproduceRun, useTrainOn } from "../../api/runs";
import type { RunDetails } from "../../api/types";
import { ErrorCard } from "../../ui/ErrorCard";
import { Icon } from "../../ui/Icon";
import { Button, Stack } from "../../ui/primitives";

interface Props {
  id: string;
  label: string;
  /** Of several ways on, those that are not the first. */
  variant?: "filled" | "default";
}

/** Asks for the same training again, then shows it. */
export function TrainAgain({ id, label }: Props) {
  return <Start asking={useReproduceRun(id)} label={label} />;
}

/** Asks for a failed training again, lighter or from where it was, then shows it. */
export function Retry({ id, label, variant, lighter }: Props & { lighter: boolean }) {
  return <Start asking={useRetryRun(id, lighter)} label={label} {...(variant && { variant })} />;
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

function Start({ asking, label, variant }: { asking: Asking } & Omit<Props, "id">) {
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
        variant={variant ?? "filled"}
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
