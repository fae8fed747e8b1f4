import { useState } from "react";
import { usePeople } from "../../api/people";
import type { Link } from "../../api/types";
import { useWords } from "../../i18n";
import { ADMINISTRATION } from "../../i18n/administration";
import { useOwnWords } from "../../i18n/own";
import { ErrorCard } from "../../ui/ErrorCard";
import { PageHeading } from "../../ui/PageHeading";
import { Button, Stack } from "../../ui/primitives";
import { ShownOnce } from "../../ui/ShownOnce";
import { useTitle } from "../../ui/useTitle";
import { Waiting } from "../../ui/Waiting";
import { Invitation } from "./Invitation";
import { PersonTable } from "./PersonTable";

/** A link that was made a moment ago, and for whom. */
export interface Made extends Link {
  name: string;
}

/** Everybody who may come in: invited, let back in, given a role, kept out. */
export function PeoplePage() {
  const { t } = useWords();
  const words = useOwnWords(ADMINISTRATION).person;
  const [inviting, setInviting] = useState(false);
  const [made, setMade] = useState<Made | null>(null);
  useTitle(`${words.title} · ${t.shell.name}`);

  function show(link: Made) {
    setInviting(false);
    setMade(link);
  }

  return (
    <Stack gap="lg">
      <PageHeading aside={!inviting && <Button onClick={() => setInviting(true)}>{words.invite}</Button>}>
        {words.title}
      </PageHeading>
      {made && <MadeLink key={made.link} made={made} onDone={() => setMade(null)} />}
      {inviting && <Invitation onMade={show} onCancel={() => setInviting(false)} />}
      <People onLink={show} />
    </Stack>
  );
}

function MadeLink({ made, onDone }: { made: Made; onDone: () => void }) {
  const { format } = useWords();
  const words = useOwnWords(ADMINISTRATION).person;
  return (
    <ShownOnce
      title={words.linkTitle[made.kind]}
      text={words.link(made.name, format.absolute(new Date(made.expires_at)))}
      secret={made.link}
      words={words.shown}
      onDone={onDone}
    />
  );
}

function People({ onLink }: { onLink: (made: Made) => void }) {
  const { data, error, refetch } = usePeople();
  if (!data) return error ? <ErrorCard error={error} retry={() => void refetch()} /> : <Waiting />;
  return <PersonTable people={data.items} onLink={onLink} />;
}
