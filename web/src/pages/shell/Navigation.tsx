import { useTechnical } from "../../api/preferences";
import { useAdministrates } from "../../api/session";
import { useWords } from "../../i18n";
import { Icon } from "../../ui/Icon";
import { NavLink } from "../../ui/TextLink";
import { ADMINISTRATION, type Entry, MAIN, TECHNICAL } from "./entries";
import classes from "./Navigation.module.css";

/** The way to every page; what a person has no use for is left out. */
export function Navigation() {
  const { t } = useWords();
  const technical = useTechnical();
  const administrates = useAdministrates();
  return (
    <nav aria-label={t.shell.navigation} className={classes.navigation}>
      <Entries entries={MAIN} />
      {technical && <Entries entries={TECHNICAL} title={t.shell.technicalArea} />}
      {administrates && <Entries entries={ADMINISTRATION} />}
    </nav>
  );
}

function Entries({ entries, title }: { entries: Entry[]; title?: string }) {
  const { t } = useWords();
  if (entries.length === 0) return null;
  return (
    <div className={classes.group}>
      {title && <p className={classes.title}>{title}</p>}
      <ul className={classes.links}>
        {entries.map(({ to, icon, label }) => (
          <li key={to}>
            <NavLink to={to} className={classes.link}>
              <Icon of={icon} />
              {t.shell.pages[label]}
            </NavLink>
          </li>
        ))}
      </ul>
    </div>
  );
}
