import { useWords } from "../../i18n";
import { Disclosure } from "../../ui/Disclosure";
import { EmptyState } from "../../ui/EmptyState";
import { Stack, Text } from "../../ui/primitives";
import { ButtonLink, OutsideLink } from "../../ui/TextLink";
import classes from "./NoRuns.module.css";

const COMMAND = "afina train planilha.xlsx";
const REFERENCE = "/schema";

/** Nobody has trained anything here yet. */
export function FirstRun() {
  const { t } = useWords();
  return (
    <EmptyState
      title={t.runs.empty}
      text={t.runs.emptyHow}
      action={
        <Disclosure plain label={t.runs.emptyExample}>
          {() => <HowToAsk />}
        </Disclosure>
      }
    />
  );
}

function HowToAsk() {
  const { t } = useWords();
  return (
    <Stack gap="sm">
      <Text>{t.runs.emptyTerminal}</Text>
      <pre className={classes.code}>{COMMAND}</pre>
      <OutsideLink href={REFERENCE}>{t.runs.emptyReference}</OutsideLink>
    </Stack>
  );
}

/** There are runs, but none in the chosen state. */
export function NothingFiltered() {
  const { t } = useWords();
  return (
    <EmptyState
      title={t.runs.filteredEmpty}
      action={<ButtonLink to="/treinos">{t.runs.clearFilter}</ButtonLink>}
    />
  );
}
