import { IconRepeat } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useReproduceRun } from "../../api/runs";
import { ErrorCard } from "../../ui/ErrorCard";
import { Icon } from "../../ui/Icon";
import { Button, Stack } from "../../ui/primitives";

interface Props {
  id: string;
  label: string;
}

/** Asks for the same training again, then shows it. */
export function TrainAgain({ id, label }: Props) {
  const reproduce = useReproduceRun(id);
  const navigate = useNavigate();
  const start = () =>
    reproduce.mutate(undefined, {
      onSuccess: (accepted) =>
        void navigate({ to: "/treinos/$id", params: { id: accepted.id }, state: { isNew: true } }),
    });
  return (
    <Stack gap="sm" align="flex-start">
      {reproduce.error && <ErrorCard error={reproduce.error} />}
      <Button
        leftSection={<Icon of={IconRepeat} />}
        loading={reproduce.isPending || reproduce.isSuccess}
        onClick={start}
        data-screen-only
      >
        {label}
      </Button>
    </Stack>
  );
}
