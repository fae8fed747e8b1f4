import { IconArrowsDiff } from "@tabler/icons-react";
import { MOST_COMPARED } from "../../addresses";
import { useOwnWords } from "../../i18n/own";
import { RUNS } from "../../i18n/runs";
import { Icon } from "../../ui/Icon";
import { Button, Text } from "../../ui/primitives";
import { ButtonLink } from "../../ui/TextLink";
import classes from "./CompareBar.module.css";

interface Props {
  ids: string[];
  onClear: () => void;
}

/** How many runs are chosen, and the way to see them side by side. It stays in sight. */
export function CompareBar({ ids, onClear }: Props) {
  const words = useOwnWords(RUNS);
  if (ids.length === 0) return null;
  return (
    <section className={classes.bar} aria-label={words.choose.column}>
      <Text fw={600} role="status">
        {words.chosen(ids.length)}
      </Text>
      <Text c="dimmed">{ids.length === 1 ? words.oneMore : words.full(MOST_COMPARED)}</Text>
      <div className={classes.actions}>
        <Button variant="default" onClick={onClear}>
          {words.unchoose}
        </Button>
        {ids.length > 1 && (
          <ButtonLink to="/comparar" search={{ ids: ids.join(",") }}>
            <Icon of={IconArrowsDiff} />
            <span className={classes.label}>{words.compare(ids.length)}</span>
          </ButtonLink>
        )}
      </div>
    </section>
  );
}
