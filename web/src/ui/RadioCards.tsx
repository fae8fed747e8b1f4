import { type ReactNode, useId } from "react";
import classes from "./RadioCards.module.css";
import { useChosen } from "./useChosen";

export interface RadioCard<Value extends string> {
  value: Value;
  title: string;
  children?: ReactNode;
}

interface Props<Value extends string> {
  legend: string;
  /** Null while nothing is chosen: there is no default. */
  value: Value | null;
  cards: RadioCard<Value>[];
  onChoose: (value: Value) => void;
  /** Whether the legend is seen; else it is only read out. */
  labelled?: boolean;
}

/** One of a few, each with room to say what it means. */
export function RadioCards<Value extends string>({
  legend,
  value,
  cards,
  onChoose,
  labelled = false,
}: Props<Value>) {
  const name = useId();
  const [shown, choose] = useChosen<Value | null, Value>(value, onChoose);
  return (
    <fieldset className={classes.cards} data-labelled={labelled}>
      <legend className={classes.legend}>{legend}</legend>
      {cards.map((card) => (
        <label key={card.value} className={classes.card}>
          <input
            type="radio"
            name={name}
            value={card.value}
            checked={card.value === shown}
            onChange={() => choose(card.value)}
          />
          <span className={classes.body}>
            <span className={classes.title}>{card.title}</span>
            {card.children}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
