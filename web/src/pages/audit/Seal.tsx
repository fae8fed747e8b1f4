import { useNewestSeal } from "../../api/audit";
import { AUDIT } from "../../i18n/audit";
import { useOwnWords } from "../../i18n/own";
import { CopyButton } from "../../ui/CopyButton";
import { FactList } from "../../ui/FactList";
import { Moment } from "../../ui/Moment";
import { Stack, Text } from "../../ui/primitives";
import { Section } from "../../ui/Section";

/** The newest seal, with the command that holds the log against it. */
export function Seal() {
  const words = useOwnWords(AUDIT);
  const { data } = useNewestSeal();
  if (data === undefined) return null;
  return (
    <Section title={words.sealTitle} lead={words.sealLead}>
      {data === null ? (
        <Text>{words.noSeal}</Text>
      ) : (
        <Stack gap="sm" align="flex-start">
          <Text>
            {words.sealed(data.sequence)}
            {" · "}
            <Moment at={data.sealed_at} />
          </Text>
          <FactList facts={[{ name: words.seal, value: data.seal }]} code />
          <CopyButton
            text={`afina audit verify --expect ${data.seal}`}
            label={words.copySeal.label}
            done={words.copySeal.done}
          />
        </Stack>
      )}
    </Section>
  );
}
