import classes from "./InlineSelect.module.css";

interface Props {
  label: string;
  value: string;
  choices: string[];
  disabled: boolean;
  onChoose: (value: string) => void;
}

/** A choice inside a sentence. */
export function InlineSelect({ label, value, choices, disabled, onChoose }: Props) {
  return (
    <select
      className={classes.select}
      aria-label={label}
      value={value}
      disabled={disabled}
      onChange={({ currentTarget }) => onChoose(currentTarget.value)}
    >
      {choices.map((choice) => (
        <option key={choice} value={choice}>
          {choice}
        </option>
      ))}
    </select>
  );
}
