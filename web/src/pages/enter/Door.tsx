import type { Arrival } from "../../api/arrival";
import { SignIn } from "./SignIn";
import { TakeAccount } from "./TakeAccount";

interface Props {
  /** What came in the address, if anything did. */
  arrival: Arrival | null;
  onPassed: () => void;
}

/** The way in: by a link that works once, or by showing who one is. */
export function Door({ arrival, onPassed }: Props) {
  if (arrival?.kind === "setup" || arrival?.kind === "invitation" || arrival?.kind === "reset")
    return <TakeAccount kind={arrival.kind} code={arrival.value} onPassed={onPassed} />;
  return (
    <SignIn
      token={arrival?.kind === "token" ? arrival.value : null}
      refused={arrival?.kind === "refused" ? arrival.value : null}
      onPassed={onPassed}
    />
  );
}
