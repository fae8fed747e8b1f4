import { useState } from "react";
import { useInvite } from "../../api/people";
import type { Role } from "../../api/types";
import { ADMINISTRATION } from "../../i18n/administration";
import { useOwnWords } from "../../i18n/own";
import { ErrorCard } from "../../ui/ErrorCard";
import { Button, Group, Text } from "../../ui/primitives";
import { Form, Section } from "../../ui/Section";
import { choicesOf, Select } from "../../ui/Select";
import { TextField } from "../../ui/TextField";
import type { Made } from "./PeoplePage";

interface Props {
  onMade: (made: Made) => void;
  onCancel: () => void;
}

const EMAIL = /^[^@\s<>,;]+@[^@\s<>,;]+$/;

/** Asks who is to come, and as what. */
export function Invitation({ onMade, onCancel }: Props) {
  const words = useOwnWords(ADMINISTRATION);
  const { person } = words;
  const invite = useInvite();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("user");
  const [tried, setTried] = useState(false);
  const [noName, oddEmail] = [name.trim() === "", email.trim() !== "" && !EMAIL.test(email.trim())];

  function submit() {
    setTried(true);
    if (noName || oddEmail) return;
    const newcomer = { name: name.trim(), role, email: email.trim() || null };
    invite.mutate(newcomer, { onSuccess: (link) => onMade({ ...link, name: newcomer.name }) });
  }

  return (
    <Section title={person.invite} lead={person.inviteLead}>
      <Form onSubmit={submit}>
        {invite.error && <ErrorCard error={invite.error} />}
        <TextField
          label={person.name}
          value={name}
          onChange={setName}
          problem={tried && noName ? person.nameEmpty : null}
          autoComplete="off"
        />
        <TextField
          label={person.email}
          help={person.emailHelp}
          type="email"
          value={email}
          onChange={setEmail}
          problem={tried && oddEmail ? person.emailOdd : null}
          autoComplete="off"
          optional
          exact
        />
        <div>
          <Select
            labelled
            label={person.role}
            value={role}
            choices={choicesOf<Role>(person.roles)}
            onChoose={setRole}
          />
          <Text size="sm" c="dimmed" mt={4}>
            {person.rolesHelp[role]}
          </Text>
        </div>
        <Group gap="sm">
          <Button type="submit" loading={invite.isPending}>
            {person.submit}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {words.cancel}
          </Button>
        </Group>
      </Form>
    </Section>
  );
}
