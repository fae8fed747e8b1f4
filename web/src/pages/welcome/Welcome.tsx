import { IconCertificate, IconTable, IconUserCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useChangePreferences } from "../../api/preferences";
import { useOwnWords } from "../../i18n/own";
import { WELCOME } from "../../i18n/welcome";
import { Icon } from "../../ui/Icon";
import { Button, Group, Paper, Stack, Text, Title } from "../../ui/primitives";
import { ButtonLink } from "../../ui/TextLink";
import classes from "./Welcome.module.css";

const ICONS = [IconTable, IconCertificate, IconUserCheck];

interface Props {
  /** What to do for who wants none of it. */
  onSkip: () => void;
}

/** What Afina does, in three cards, and the two ways to begin. */
export function Welcome({ onSkip }: Props) {
  const words = useOwnWords(WELCOME);
  const change = useChangePreferences();
  const seen = () => change.mutate({ welcomed: true });
  return (
    <Stack gap="lg">
      <div className={classes.cards}>
        {words.cards.map(({ title, text }, at) => (
          <Card key={title} icon={ICONS[at] ?? IconTable} title={title} text={text}>
            {at === 0 && <Example />}
          </Card>
        ))}
      </div>
      <Group gap="sm">
        <ButtonLink to="/treinar" search={{ exemplo: true }} onClick={seen}>
          {words.sample}
        </ButtonLink>
        <ButtonLink to="/treinar" variant="default" onClick={seen}>
          {words.own}
        </ButtonLink>
        <Button
          variant="subtle"
          onClick={() => {
            seen();
            onSkip();
          }}
        >
          {words.skip}
        </Button>
      </Group>
    </Stack>
  );
}

interface CardProps {
  icon: typeof IconTable;
  title: string;
  text: string;
  children: ReactNode;
}

function Card({ icon, title, text, children }: CardProps) {
  return (
    <Paper component="section" className={classes.card}>
      <span className={classes.icon}>
        <Icon of={icon} size={28} />
      </span>
      <Title order={2}>{title}</Title>
      <Text>{text}</Text>
      {children}
    </Paper>
  );
}

function Example() {
  const words = useOwnWords(WELCOME);
  return (
    <table className={classes.example}>
      <caption>{words.exampleCaption}</caption>
      <thead>
        <tr>
          {words.exampleColumns.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {words.example.map((row) => (
          <tr key={row[0]}>
            {row.map((cell) => (
              <td key={cell}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
