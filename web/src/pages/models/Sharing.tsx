import { useState } from "react";
import { EVERYONE, useModelShares, useNames, useShareModel } from "../../api/shares";
import type { Model, PersonNamed, ShareShown } from "../../api/types";
import { MODELS } from "../../i18n/models";
import { useOwnWords } from "../../i18n/own";
import { ErrorCard } from "../../ui/ErrorCard";
import { Button, Stack, Text } from "../../ui/primitives";
import { Section } from "../../ui/Section";
import { TextField } from "../../ui/TextField";
import classes from "./Models.module.css";

/** Who else sees and uses the model, and letting others. */
export function Sharing({ model }: { model: Model }) {
  const words = useOwnWords(MODELS).sharing;
  const { data, error, refetch } = useModelShares(model.id);
  const share = useShareModel(model.id);
  if (!data) return error ? <ErrorCard error={error} retry={() => void refetch()} /> : null;
  const grantees = new Set(data.items.map(({ grantee }) => grantee));
  const give = (grantee: string) => share.mutate({ grantee });
  return (
    <Section title={words.title} lead={words.lead}>
      {share.error && <ErrorCard error={share.error} />}
      {data.items.length === 0 ? (
        <Text>{words.nobody}</Text>
      ) : (
        <Shares shares={data.items} onEnd={(grantee) => share.mutate({ grantee, ends: true })} />
      )}
      {!grantees.has(EVERYONE) && (
        <Stack gap="md" align="flex-start">
          <PersonSearch taken={grantees} onShare={give} />
          <Button variant="default" onClick={() => give(EVERYONE)}>
            {words.withAll}
          </Button>
        </Stack>
      )}
    </Section>
  );
}

function Shares({ shares, onEnd }: { shares: ShareShown[]; onEnd: (grantee: string) => void }) {
  const words = useOwnWords(MODELS).sharing;
  return (
    <ul className={`${classes.people} ${classes.narrow}`} aria-label={words.title}>
      {shares.map(({ grantee, name }) => {
        const shown = name ?? words.everyone;
        return (
          <li key={grantee} className={classes.person}>
            {shown}
            <Button variant="default" aria-label={words.endOf(shown)} onClick={() => onEnd(grantee)}>
              {words.end}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}

interface SearchProps {
  taken: ReadonlySet<string>;
  onShare: (id: string) => void;
}

function PersonSearch({ taken, onShare }: SearchProps) {
  const words = useOwnWords(MODELS).sharing;
  const [text, setText] = useState("");
  const { data } = useNames(text.trim());
  const found = data?.items.filter(({ id }) => !taken.has(id));
  const choose = (id: string) => {
    setText("");
    onShare(id);
  };
  return (
    <Stack gap="sm" className={classes.narrow} w="100%">
      <TextField
        label={words.person}
        help={words.personHelp}
        value={text}
        onChange={setText}
        autoComplete="off"
        optional
      />
      {text.trim() !== "" && found && <Found people={found} onShare={choose} />}
    </Stack>
  );
}

function Found({ people, onShare }: { people: PersonNamed[]; onShare: (id: string) => void }) {
  const words = useOwnWords(MODELS).sharing;
  if (people.length === 0) return <Text role="status">{words.none}</Text>;
  return (
    <ul className={classes.people} aria-label={words.found}>
      {people.map(({ id, name }) => (
        <li key={id}>
          <Button variant="default" onClick={() => onShare(id)}>
            {words.share(name)}
          </Button>
        </li>
      ))}
    </ul>
  );
}
