import { IconBug } from "@tabler/icons-react";
import { useWords } from "../i18n";
import { AlertCard } from "./AlertCard";
import { Button } from "./primitives";
import { SupportCode } from "./SupportCode";

/** A defect in the page itself, said plainly instead of a blank screen. */
export function PageCrash({ error }: { error: unknown }) {
  const { t } = useWords();
  return (
    <AlertCard
      tone="danger"
      icon={IconBug}
      title={t.errors.crashed}
      role="alert"
      actions={
        <>
          <Button onClick={() => location.reload()}>{t.errors.reload}</Button>
          <SupportCode code={error instanceof Error ? error.message : String(error)} />
        </>
      }
    >
      {t.errors.crashedDo}
    </AlertCard>
  );
}
