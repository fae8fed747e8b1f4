import { IconCircleCheck, IconHelpCircle, IconUser } from "@tabler/icons-react";
import type { Band, Model, ModelAnswer, Prediction } from "../../api/types";
import { outOfHundred } from "../../i18n/format";
import { useTrialWords } from "../../i18n/trial";
import { BarList } from "../../ui/BarRow";
import { Chip } from "../../ui/Chip";
import { Stack, Text, Title } from "../../ui/primitives";
import type { Tone } from "../../ui/tone";
import classes from "./Answered.module.css";
import { piecesOf } from "./pieces";

interface Props {
  prediction: Prediction;
  task: Model["task"];
  text: string;
  threshold: number;
}

/** What the model answered, and how sure it is. */
export function Answered({ prediction, task, text, threshold }: Props) {
  const words = useTrialWords();
  const { certainty } = prediction;
  const doubted = certainty != null && certainty < threshold;
  return (
    <Stack gap="sm" className={classes.answered}>
      <Title order={3}>{words.answered}</Title>
      {task === "token-classification" ? (
        <Entities prediction={prediction} text={text} />
      ) : (
        <Choices prediction={prediction} none={task === "question-answering" ? words.noAnswer : words.none} />
      )}
      {prediction.is_cut && <Text>{words.cut}</Text>}
      {doubted && (
        <div>
          <Chip tone="caution" icon={IconUser} label={words.toPerson(outOfHundred(certainty))} />
        </div>
      )}
    </Stack>
  );
}

const LOOKS: Record<Band, { tone: Tone; icon: typeof IconUser }> = {
  sure: { tone: "success", icon: IconCircleCheck },
  doubtful: { tone: "warning", icon: IconHelpCircle },
  unsure: { tone: "caution", icon: IconHelpCircle },
};

function Sureness({ band }: { band: Band }) {
  const words = useTrialWords();
  return <Chip {...LOOKS[band]} label={words.bands[band]} />;
}

/** Labels or passages: those that hold first, and what else was possible. */
function Choices({ prediction, none }: { prediction: Prediction; none: string }) {
  const words = useTrialWords();
  const given = prediction.answers.slice(0, prediction.given);
  const others = prediction.answers.slice(prediction.given);
  return (
    <>
      {given.length === 0 && <Text fw={600}>{none}</Text>}
      <ul className={classes.given}>
        {given.map((one) => (
          <li key={keyOf(one)}>
            <strong>{one.label}</strong>
            <Sureness band={one.band} />
            <span className={classes.share}>{words.sureness(outOfHundred(one.probability))}</span>
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <>
          <Text c="dimmed">{words.others}</Text>
          <BarList
            bars={others.map((one) => ({
              label: one.label,
              text: words.sureness(outOfHundred(one.probability)),
              share: one.probability,
              warning: null,
              quiet: true,
            }))}
          />
        </>
      )}
    </>
  );
}

function Entities({ prediction, text }: { prediction: Prediction; text: string }) {
  const words = useTrialWords();
  if (prediction.answers.length === 0) return <Text fw={600}>{words.noEntities}</Text>;
  return (
    <>
      <p className={classes.text}>
        {keyed(piecesOf(text, [...prediction.answers])).map(({ key, piece }) =>
          piece.entity ? (
            <mark key={key} className={classes.entity}>
              {piece.text} <span className={classes.type}>{piece.entity.label}</span>
            </mark>
          ) : (
            <span key={key}>{piece.text}</span>
          ),
        )}
      </p>
      <ul className={classes.given}>
        {prediction.answers.map((one) => (
          <li key={keyOf(one)}>
            <strong>{passage(text, one)}</strong>
            <span>{one.label}</span>
            <Sureness band={one.band} />
            <span className={classes.share}>{words.sureness(outOfHundred(one.probability))}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

const keyOf = ({ label, start }: ModelAnswer) => `${label}/${start ?? ""}`;

/** Each piece with the place at which it begins, which no other has. */
function keyed(pieces: ReturnType<typeof piecesOf>) {
  let place = 0;
  return pieces.map((piece) => {
    const key = place;
    place += piece.text.length;
    return { key, piece };
  });
}

function passage(text: string, { start, end }: ModelAnswer): string {
  return Array.from(text)
    .slice(start ?? 0, end ?? 0)
    .join("");
}
