import { useLimits } from "../../api/wishes";
import { useWords } from "../../i18n";
import { useOwnWords } from "../../i18n/own";
import { TRAIN } from "../../i18n/train";
import { Disclosure } from "../../ui/Disclosure";
import { Stack, Text } from "../../ui/primitives";

/** What files may be sent. */
export function FileLimits() {
  const words = useOwnWords(TRAIN).sheet;
  return <Disclosure label={words.limits}>{() => <Limits />}</Disclosure>;
}

function Limits() {
  const { format } = useWords();
  const words = useOwnWords(TRAIN).sheet;
  const limits = useLimits().data?.limits;
  return (
    <Stack gap="xs">
      <Text>{words.formats}</Text>
      {limits && <Text>{words.limitsText(format.size(limits.file_bytes), limits.rows, limits.columns)}</Text>}
      <Text>{words.limitsGood}</Text>
    </Stack>
  );
}
