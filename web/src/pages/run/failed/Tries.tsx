import type { Try } from "../../../api/types";
import { FAILED } from "../../../i18n/failed";
import { useOwnWords } from "../../../i18n/own";
import { Moment } from "../../../ui/Moment";
import { Section } from "../../../ui/Section";
import { StateChip } from "../../../ui/StateChip";
import { TextLink } from "../../../ui/TextLink";
import classes from "./Failed.module.css";

interface Props {
  tries: Try[];
  /** The one that is shown. */
  here: string;
}

/** The tries of one training, each a link to its page; nothing where there is only one. */
export function Tries({ tries, here }: Props) {
  const words = useOwnWords(FAILED);
  if (tries.length < 2) return null;
  return (
    <Section title={words.tries}>
      <ol className={classes.tries}>
        {tries.map((each) => (
          <li key={each.id}>
            <Named each={each} isHere={each.id === here} />
            <StateChip status={each.status} cancelRequested={false} />
            <span className={classes.quiet}>{words.settings(each.max_length, each.batch_size)}</span>
            <span className={classes.quiet}>
              <Moment at={each.created_at} />
            </span>
            {each.failure && <span className={classes.reason}>{words.failures[each.failure].title}</span>}
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Named({ each, isHere }: { each: Try; isHere: boolean }) {
  const words = useOwnWords(FAILED);
  if (isHere) return <strong aria-current="page">{words.here(each.number)}</strong>;
  return (
    <TextLink to="/treinos/$id" params={{ id: each.id }}>
      {words.number(each.number)}
    </TextLink>
  );
}
