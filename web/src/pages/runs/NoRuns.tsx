import { useWords } from "../../i18n";
import { Disclosure } from "../../ui/Disclosure";
import { EmptyState } from "../../ui/EmptyState";
import { ButtonLink } from "../../ui/TextLink";
import classes from "./NoRuns.module.css";

const REQUESTS = ["POST /api/datasets/upload", "POST /api/runs"].join("\n");

/** Nobody has trained anything here yet. */
export function FirstRun() {
  const { t } = useWords();
  return (
    <EmptyState
      title={t.runs.empty}
      text={t.runs.emptyHow}
      action={
        <Disclosure plain label={t.runs.emptyExample}>
          {() => <pre className={classes.code}>{REQUESTS}</pre>}
        </Disclosure>
      }
    />
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
