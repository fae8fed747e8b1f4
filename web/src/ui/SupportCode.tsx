import { useWords } from "../i18n";
import { Text } from "./primitives";

/** What to tell somebody who can look into it. */
export function SupportCode({ code }: { code: string }) {
  const { t } = useWords();
  return (
    <Text size="sm" c="dimmed">
      {t.errors.code} <code>{code}</code>
    </Text>
  );
}
