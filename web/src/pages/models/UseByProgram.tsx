import type { Model } from "../../api/types";
import { MODELS } from "../../i18n/models";
import { useOwnWords } from "../../i18n/own";
import { CopyButton } from "../../ui/CopyButton";
import { Disclosure } from "../../ui/Disclosure";
import { Stack, Text } from "../../ui/primitives";
import classes from "./Models.module.css";

/** How a program sends a sheet to the model. */
export function UseByProgram({ model }: { model: Model }) {
  const words = useOwnWords(MODELS).technical;
  return (
    <Disclosure label={words.title} heading={2}>
      {() => (
        <Stack gap="sm" align="flex-start">
          <Text>{words.lead}</Text>
          <pre className={classes.code}>{commandFor(model)}</pre>
          <CopyButton text={commandFor(model)} label={words.copy} done={words.copied} />
        </Stack>
      )}
    </Disclosure>
  );
}

function commandFor({ id }: Model): string {
  const { origin } = window.location;
  return [
    `curl -H "Authorization: Bearer $AFINA_TOKEN" -F file=@textos.xlsx \\`,
    `  ${origin}/api/models/${id}/classifications`,
  ].join("\n");
}
