import type { Calibration } from "../../../api/types";
import { outOfHundred } from "../../../i18n/format";
import { useResultWords } from "../../../i18n/result";
import { BarList } from "../../../ui/BarRow";
import { Text } from "../../../ui/primitives";

/** How often the model is right when it says how sure it is. */
export function Calibrated({ parts }: { parts: Calibration["parts"] }) {
  const words = useResultWords().calibrated;
  const bars = parts.map(({ confidence, right, answers }) => ({
    label: words.said(outOfHundred(confidence), answers),
    text: words.right(outOfHundred(right)),
    share: right,
    warning: null,
  }));
  return (
    <>
      <Text c="dimmed" mb="sm">
        {words.help}
      </Text>
      <BarList bars={bars} />
    </>
  );
}
