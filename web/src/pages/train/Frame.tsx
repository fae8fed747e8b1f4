import type { ReactNode } from "react";
import { useWords } from "../../i18n";
import { useOwnWords } from "../../i18n/own";
import { TRAIN } from "../../i18n/train";
import { PageHeading } from "../../ui/PageHeading";
import { Stack, Text } from "../../ui/primitives";
import { Stepper } from "../../ui/Stepper";
import { NavLink } from "../../ui/TextLink";
import { useTitle } from "../../ui/useTitle";
import { STEPS, type StepName } from "./steps";

interface Props {
  step: StepName;
  /** Null before anything is kept. */
  draftId: string | null;
  title: string;
  lead?: string;
  children: ReactNode;
}

/** A step of the wizard: where it is, what it is for. */
export function Frame({ step, draftId, title, lead, children }: Props) {
  const { t } = useWords();
  const words = useOwnWords(TRAIN);
  const at = STEPS.indexOf(step);
  useTitle(`${words.stepOf(at + 1, title)} · ${t.shell.name}`);
  return (
    <Stack gap="lg">
      <Stepper
        label={words.stepper}
        now={step}
        done={words.stepDone}
        steps={STEPS.map((key) => ({
          key,
          label: words.steps[key],
          link: draftId === null ? undefined : (content) => <StepLink {...{ draftId, step: key, content }} />,
        }))}
      />
      <div>
        <PageHeading>{title}</PageHeading>
        {lead && (
          <Text c="dimmed" mt={4}>
            {lead}
          </Text>
        )}
      </div>
      {children}
    </Stack>
  );
}

interface LinkProps {
  draftId: string;
  step: StepName;
  content: ReactNode;
}

function StepLink({ draftId, step, content }: LinkProps) {
  return (
    <NavLink to="/treinar/$draft/$step" params={{ draft: draftId, step }}>
      {content}
    </NavLink>
  );
}
