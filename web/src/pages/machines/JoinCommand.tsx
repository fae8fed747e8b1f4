import type { Registration } from "../../api/types";
import { MACHINES } from "../../i18n/machines";
import { useOwnWords } from "../../i18n/own";
import { ShownOnce } from "../../ui/ShownOnce";

interface Props {
  made: Registration;
  onDone: () => void;
}

const THIS_COMPUTER = ["localhost", "127.0.0.1", "[::1]"];

/** What the machine is to run, once: its token stands in it. */
export function JoinCommand({ made, onDone }: Props) {
  const words = useOwnWords(MACHINES);
  const elsewhere = THIS_COMPUTER.includes(location.hostname) ? ` ${words.joinElsewhere}` : "";
  return (
    <ShownOnce
      title={words.joinTitle(made.name)}
      text={words.join + elsewhere}
      secret={`afina worker join ${location.origin} ${made.token}`}
      words={words.joinCopy}
      onDone={onDone}
    />
  );
}
