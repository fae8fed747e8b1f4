import { IconTrash, IconUserPlus, IconUsers } from "@tabler/icons-react";
import { useState } from "react";
import { EVERYONE, useNames, useShareDataset, useShares } from "../../api/shares";
import type { DatasetDetails, ShareShown } from "../../api/types";
import { DATASETS } from "../../i18n/datasets";
import { useOwnWords } from "../../i18n/own";
import { ErrorCard } from "../../ui/ErrorCard";
import { Icon } from "../../ui/Icon";
import { Button, Group, Stack, Text } from "../../ui/primitives";
import { SearchField } from "../../ui/SearchField";
import { Section } from "../../ui/Section";
import { Waiting } from "../../ui/Waiting";

/** With whom the spreadsheet is shared, and with whom else it may be. */
export function Sharing({ dataset: { id } }: { dataset: DatasetDetails }) {
  const words = useOwnWords(DATASETS);
  const { data, error, refetch } = useShares(id);
  const share = useShareDataset(id);
  return (
    <Section title={words.sharing} lead={words.sharingLead}>
      {share.error && <ErrorCard error={share.error} />}
      {!data && (error ? <ErrorCard error={error} retry={() => void refetch()} /> : <Waiting />)}
      {data?.total === 0 && <Text c="dimmed">{words.nobody}</Text>}
      {data?.items.map((each) => (
        <Shared
          key={each.grantee}
          share={each}
          onEnd={() => share.mutate({ grantee: each.grantee, ends: true })}
        />
      ))}
      {data && <NewShare known={data.items} onShare={(grantee) => share.mutate({ grantee })} />}
    </Section>
  );
}

function Shared({ share, onEnd }: { share: ShareShown; onEnd: () => void }) {
  const words = useOwnWords(DATASETS);
  const name = share.name ?? words.everyone;
  return (
    <Group gap="sm" justify="space-between">
      <Text>{name}</Text>
      <Button variant="default" size="sm" leftSection={<Icon of={IconTrash} size={18} />} onClick={onEnd}>
        {words.unshare(name)}
      </Button>
    </Group>
  );
}

interface NewShareProps {
  known: ShareShown[];
  onShare: (grantee: string) => void;
}

function NewShare({ known, onShare }: NewShareProps) {
  const words = useOwnWords(DATASETS);
  const [like, setLike] = useState("");
  const { data } = useNames(like.trim());
  const isShared = (grantee: string) => known.some((each) => each.grantee === grantee);
  const found = data?.items.filter(({ id }) => !isShared(id)) ?? [];
  function share(grantee: string) {
    onShare(grantee);
    setLike("");
  }
  return (
    <Stack gap="sm" maw={480}>
      <SearchField label={words.person} value={like} onSearch={setLike} />
      {data && found.length === 0 && <Text c="dimmed">{words.nobodyFound}</Text>}
      {found.map(({ id, name }) => (
        <Choice key={id} icon={IconUserPlus} label={words.shareWith(name)} onChoose={() => share(id)} />
      ))}
      {!isShared(EVERYONE) && (
        <Choice icon={IconUsers} label={words.shareEveryone} onChoose={() => share(EVERYONE)} />
      )}
    </Stack>
  );
}

function Choice({ icon, label, onChoose }: { icon: typeof IconUsers; label: string; onChoose: () => void }) {
  return (
    <Button variant="default" leftSection={<Icon of={icon} />} onClick={onChoose}>
      {label}
    </Button>
  );
}
