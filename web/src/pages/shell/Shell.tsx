import type { ReactNode } from "react";
import type { Session } from "../../api/types";
import { useWords } from "../../i18n";
import { useWide } from "../../ui/useWide";
import { Header } from "./Header";
import { Navigation } from "./Navigation";
import classes from "./Shell.module.css";
import { useOwnWays } from "./useOwnWays";

interface Props {
  children: ReactNode;
  /** Whose page it is; null before anybody has come in. */
  person: Session | null;
}

/** The frame around every page. */
export function Shell({ children, person }: Props) {
  const { t } = useWords();
  const wide = useWide();
  return (
    <>
      <a className={classes.skip} href="#main">
        {t.shell.skip}
      </a>
      <Header person={person} />
      <div className={classes.body}>
        {person && wide && (
          <div className={classes.side} data-screen-only>
            <Navigation />
          </div>
        )}
        <div className={classes.content}>
          <main id="main" tabIndex={-1} className={classes.main}>
            {children}
          </main>
          {person && <Footer person={person} />}
        </div>
      </div>
    </>
  );
}

function Footer({ person }: { person: Session }) {
  const { t } = useWords();
  useOwnWays(person);
  return (
    <footer className={classes.footer} data-screen-only>
      {t.shell.release(person.release)}
    </footer>
  );
}
