import { useEffect } from "react";
import { sampleAddress, useFetchSample, useSamples } from "../../api/wishes";
import { useOwnWords } from "../../i18n/own";
import { TRAIN } from "../../i18n/train";
import { ErrorCard } from "../../ui/ErrorCard";
import { Button, Group } from "../../ui/primitives";
import { Section } from "../../ui/Section";
import { OutsideLink } from "../../ui/TextLink";

interface Props {
  onFile: (file: File) => void;
  atOnce: boolean;
}

/** A sheet for who has none at hand. */
export function SampleSheet({ onFile, atOnce }: Props) {
  const words = useOwnWords(TRAIN).sheet;
  const sample = useSamples().data?.items[0];
  const fetching = useFetchSample();
  const use = () => sample && fetching.mutate(sample, { onSuccess: onFile });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as soon as it is known which one.
  useEffect(() => {
    if (atOnce) use();
  }, [atOnce, sample === undefined]);
  if (!sample) return null;
  return (
    <Section title={words.sampleTitle} lead={words.sampleText(sample.rows, sample.labels)}>
      {fetching.error && <ErrorCard error={fetching.error} retry={use} />}
      <Group gap="md">
        <Button variant="default" loading={fetching.isPending} onClick={use}>
          {words.sampleUse}
        </Button>
        <OutsideLink href={sampleAddress(sample.name)} download={sample.filename}>
          {words.sampleDownload}
        </OutsideLink>
      </Group>
    </Section>
  );
}
