import { useWords } from "../i18n";
import { useNow } from "./useNow";

const MINUTE_MS = 60_000;

interface Props {
  at: string;
}

/** How long ago something was; the exact moment on hover. */
export function Moment({ at }: Props) {
  const { format } = useWords();
  const now = useNow(MINUTE_MS);
  const date = new Date(at);
  return (
    <time dateTime={at} title={format.absolute(date)}>
      {format.relative(date, now)}
    </time>
  );
}
