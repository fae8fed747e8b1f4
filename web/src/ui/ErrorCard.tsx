import { IconCloudOff, IconLock, IconServerOff } from "@tabler/icons-react";
import { Refusal, Unreachable } from "../api/problem";
import { useWords } from "../i18n";
import type { Catalogue } from "../i18n/pt-BR";
import { AlertCard } from "./AlertCard";
import { Button } from "./primitives";
import { SupportCode } from "./SupportCode";

interface Props {
  error: Error;
  retry?: () => void;
}

/** What went wrong with a request, what it means and what can be done. */
export function ErrorCard({ error, retry }: Props) {
  const { t } = useWords();
  const { icon, title, means, code } = describe(error, t.errors);
  return (
    <AlertCard
      tone="danger"
      icon={icon}
      title={title}
      role="alert"
      actions={
        <>
          {retry && (
            <Button variant="default" onClick={retry}>
              {t.errors.retry}
            </Button>
          )}
          {code && <SupportCode code={code} />}
        </>
      }
    >
      {means}
    </AlertCard>
  );
}

function describe(error: Error, words: Catalogue["errors"]) {
  if (error instanceof Unreachable)
    return { icon: IconCloudOff, title: words.unreachable, means: words.unreachableDo, code: "" };
  if (!(error instanceof Refusal) || error.status >= 500)
    return {
      icon: IconServerOff,
      title: words.broken,
      means: words.brokenDo,
      code: error instanceof Refusal ? error.code : error.name,
    };
  return { icon: IconLock, title: error.message || words.refused, means: words.refusedDo, code: error.code };
}
