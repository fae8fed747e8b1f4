import { IconChevronRight, IconChevronsLeft } from "@tabler/icons-react";
import { AUDIT } from "../../i18n/audit";
import { useOwnWords } from "../../i18n/own";
import { Icon } from "../../ui/Icon";
import { Button, Group } from "../../ui/primitives";

interface Props {
  /** Where older lines begin; null at the end. */
  next: number | null;
  isFirst: boolean;
  onTurn: (before: number | undefined) => void;
}

/** The way to older lines and back: what comes in meanwhile shifts no page. */
export function Turning({ next, isFirst, onTurn }: Props) {
  const words = useOwnWords(AUDIT);
  if (isFirst && next === null) return null;
  return (
    <nav aria-label={words.pages}>
      <Group gap="sm" justify="flex-end">
        {!isFirst && (
          <Button
            variant="default"
            leftSection={<Icon of={IconChevronsLeft} />}
            onClick={() => onTurn(undefined)}
          >
            {words.newest}
          </Button>
        )}
        {next !== null && (
          <Button
            variant="default"
            rightSection={<Icon of={IconChevronRight} />}
            onClick={() => onTurn(next)}
          >
            {words.older}
          </Button>
        )}
      </Group>
    </nav>
  );
}
