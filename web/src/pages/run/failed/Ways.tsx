import type { Aftermath, RunDetails, Try } from "../../../api/types";
import { FAILED } from "../../../i18n/failed";
import { useOwnWords } from "../../../i18n/own";
import { Stack, Text } from "../../../ui/primitives";
import { ButtonLink } from "../../../ui/TextLink";
import { Retry } from "../TrainAgain";
import classes from "./Failed.module.css";
import type { Way } from "./ways";

type SavePoint = Aftermath["save_point"];

interface Props {
  run: RunDetails;
  /** The best first. */
  ways: Way[];
  savePoint: SavePoint;
  /** What tried it again last. */
  newest: Try | undefined;
}

/** The ways on, as buttons: first of all to what was tried already. */
export function Ways({ run, ways, savePoint, newest }: Props) {
  const words = useOwnWords(FAILED);
  return (
    <Stack gap="sm">
      <div className={classes.ways}>
        {newest && (
          <ButtonLink to="/treinos/$id" params={{ id: newest.id }}>
            {words.newest(newest.number)}
          </ButtonLink>
        )}
        {ways.map((way, place) => (
          <WayOn
            key={way}
            variant={place === 0 && !newest ? "filled" : "default"}
            {...{ run, way, savePoint }}
          />
        ))}
      </div>
      {savePoint && ways.includes("same") && (
        <Text size="sm" c="dimmed">
          {words.goOnHow(savePoint.worker_name)}
        </Text>
      )}
    </Stack>
  );
}

interface WayProps {
  run: RunDetails;
  way: Way;
  savePoint: SavePoint;
  variant: "filled" | "default";
}

function WayOn({ run, way, savePoint, variant }: WayProps) {
  const words = useOwnWords(FAILED);
  switch (way) {
    case "lighter":
      return <Retry id={run.id} label={words.lighter} variant={variant} lighter />;
    case "same":
      return (
        <Retry id={run.id} label={savePoint ? words.goOn : words.same} variant={variant} lighter={false} />
      );
    case "sheet":
      return (
        <ButtonLink to="/planilhas/$id" params={{ id: run.dataset_id }} variant={variant}>
          {words.sheet}
        </ButtonLink>
      );
    case "another":
      return (
        <ButtonLink to="/treinar" variant={variant}>
          {words.another}
        </ButtonLink>
      );
    case "machines":
      return (
        <ButtonLink to="/maquinas" variant={variant}>
          {words.machines}
        </ButtonLink>
      );
    default:
      return way satisfies never;
  }
}
