import type { ReactNode } from "react";
import { Paper, Stack, Text } from "./primitives";

interface Props {
  title: string;
  text?: string;
  action?: ReactNode;
}

/** Nothing to show: why, and what comes next. */
export function EmptyState({ title, text, action }: Props) {
  return (
    <Paper p="xl">
      <Stack gap="xs" align="flex-start">
        <Text fw={650} size="lg">
          {title}
        </Text>
        {text && <Text c="dimmed">{text}</Text>}
        {action}
      </Stack>
    </Paper>
  );
}
