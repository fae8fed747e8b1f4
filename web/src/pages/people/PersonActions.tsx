import { IconDots } from "@tabler/icons-react";
import { useState } from "react";
import { type Change, useChangePerson, useResetLink } from "../../api/people";
import type { User } from "../../api/types";
import { ADMINISTRATION, type AdministrationWords } from "../../i18n/administration";
import { useOwnWords } from "../../i18n/own";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { ErrorCard } from "../../ui/ErrorCard";
import { Menu } from "../../ui/Menu";
import { NavLink } from "../../ui/TextLink";
import type { Made } from "./PeoplePage";

interface Props {
  person: User;
  isMe: boolean;
  onLink: (made: Made) => void;
}

/** What can be done about one person. What takes something away, or gives much, is asked first. */
export function PersonActions({ person, isMe, onLink }: Props) {
  const words = useOwnWords(ADMINISTRATION);
  const reset = useResetLink();
  const change = useChangePerson();
  const [asked, setAsked] = useState<Question | null>(null);
  const error = reset.error ?? change.error;
  const link = () => reset.mutate(person.id, { onSuccess: (made) => onLink({ ...made, name: person.name }) });
  const apply = (changes: Omit<Change, "id">) =>
    change.mutate({ id: person.id, ...changes }, { onSettled: () => setAsked(null) });
  return (
    <>
      {error && <ErrorCard error={error} />}
      <Menu label={words.actions} name={words.actionsOf(person.name)} icon={IconDots}>
        <Choices
          person={person}
          isMe={isMe}
          words={words.person}
          onLink={link}
          onAsk={setAsked}
          onApply={apply}
        />
      </Menu>
      <Confirmation
        person={person}
        words={words.person}
        asked={asked}
        busy={change.isPending}
        onClose={() => setAsked(null)}
        onApply={apply}
      />
    </>
  );
}

type Question = "disable" | "promote";
type Words = AdministrationWords["person"];

interface ChoicesProps {
  person: User;
  isMe: boolean;
  words: Words;
  onLink: () => void;
  onAsk: (question: Question) => void;
  onApply: (changes: Omit<Change, "id">) => void;
}

function Choices({ person, isMe, words, onLink, onAsk, onApply }: ChoicesProps) {
  const waits = person.joined_at === null;
  if (person.disabled_at)
    return (
      <button type="button" onClick={() => onApply({ disabled: false })}>
        {words.enable}
      </button>
    );
  return (
    <>
      <button type="button" onClick={onLink}>
        {waits ? words.inviteAgain : words.resetLink}
      </button>
      <NavLink to="/administracao/limites">{words.quota}</NavLink>
      {!isMe && person.role === "user" && (
        <button type="button" onClick={() => onAsk("promote")}>
          {words.promote}
        </button>
      )}
      {!isMe && person.role === "admin" && (
        <button type="button" onClick={() => onApply({ role: "user" })}>
          {words.demote}
        </button>
      )}
      {!isMe && (
        <button type="button" onClick={() => onAsk("disable")}>
          {words.disable}
        </button>
      )}
    </>
  );
}

interface ConfirmationProps {
  person: User;
  words: Words;
  asked: Question | null;
  busy: boolean;
  onClose: () => void;
  onApply: (changes: Omit<Change, "id">) => void;
}

function Confirmation({ person, words, asked, busy, onClose, onApply }: ConfirmationProps) {
  const [title, body] =
    asked === "promote"
      ? [words.askPromote(person.name), words.askPromoteBody]
      : [words.askDisable(person.name), words.askDisableBody];
  return (
    <ConfirmDialog
      opened={asked !== null}
      title={title}
      body={body}
      safe={asked === "promote" ? words.keepRole : words.keepEnabled}
      dangerous={asked === "promote" ? words.confirmPromote : words.confirmDisable}
      busy={busy}
      onClose={onClose}
      onConfirm={() => onApply(asked === "promote" ? { role: "admin" } : { disabled: true })}
    />
  );
}
