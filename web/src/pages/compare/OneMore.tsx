import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useRuns } from "../../api/runs";
import { COMPARE } from "../../i18n/compare";
import { useOwnWords } from "../../i18n/own";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorCard } from "../../ui/ErrorCard";
import { Button } from "../../ui/primitives";
import { Form, Section } from "../../ui/Section";
import { Select } from "../../ui/Select";
import { ButtonLink } from "../../ui/TextLink";
import { Waiting } from "../../ui/Waiting";

/** One training is chosen: asks for the other. */
export function OneMore({ id }: { id: string }) {
  const words = useOwnWords(COMPARE);
  const { data, error, refetch } = useRuns({ page: 1, status: "completed" });
  if (!data) return error ? <ErrorCard error={error} retry={() => void refetch()} /> : <Waiting />;
  const others = data.items.filter((run) => run.id !== id);
  if (others.length === 0)
    return <EmptyState title={words.noOther} action={<ButtonLink to="/treinar">{words.train}</ButtonLink>} />;
  return <Other id={id} others={others} />;
}

interface Props {
  id: string;
  others: { id: string; name: string }[];
}

function Other({ id, others }: Props) {
  const words = useOwnWords(COMPARE);
  const navigate = useNavigate();
  const [chosen, choose] = useState("");
  const choices = others.map((run) => ({ value: run.id, label: run.name }));
  return (
    <Section title={words.oneMore}>
      <Form onSubmit={() => chosen && void navigate({ to: "/comparar", search: { ids: `${id},${chosen}` } })}>
        <Select
          labelled
          label={words.other}
          value={chosen}
          choices={[{ value: "", label: words.pick }, ...choices]}
          onChoose={choose}
        />
        <div>
          <Button type="submit" disabled={chosen === ""}>
            {words.compare}
          </Button>
        </div>
      </Form>
    </Section>
  );
}
