import type { Model } from "../../api/types";
import { MODELS } from "../../i18n/models";
import { useOwnWords } from "../../i18n/own";
import { CopyButton } from "../../ui/CopyButton";
import { Disclosure } from "../../ui/Disclosure";
import { Stack, Text, Title } from "../../ui/primitives";
import { TextLink } from "../../ui/TextLink";
import classes from "./Models.module.css";
import { curlOf, pythonOf, sheetOf } from "./snippets";

/** How a program asks the model, and sends it a sheet. */
export function UseByProgram({ model }: { model: Model }) {
  const words = useOwnWords(MODELS).technical;
  const wanted = { origin: window.location.origin, model, ...words.example };
  const sheet = sheetOf(wanted);
  return (
    <Disclosure label={words.title} heading={2}>
      {() => (
        <Stack gap="lg" align="stretch">
          <Text>
            {words.lead} <TextLink to="/conta">{words.account}</TextLink>
          </Text>
          <Snippet title={words.curl} text={curlOf(wanted)} />
          <Snippet title={words.python} text={pythonOf(wanted)} />
          {sheet && <Snippet title={words.sheet} text={sheet} />}
        </Stack>
      )}
    </Disclosure>
  );
}

function Snippet({ title, text }: { title: string; text: string }) {
  const words = useOwnWords(MODELS).technical;
  return (
    <Stack gap="xs" align="flex-start">
      <Title order={3}>{title}</Title>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what may be wider than the page is scrolled by keys too. */}
      <pre className={classes.code} tabIndex={0}>
        {text}
      </pre>
      <CopyButton text={text} label={words.copy} done={words.copied} />
    </Stack>
  );
}
