import {
  IconAlertTriangle,
  IconBell,
  IconCircleCheck,
  IconCircleX,
  IconServer2,
  IconSettings,
  type Icon as TablerIcon,
} from "@tabler/icons-react";
import { useState } from "react";
import { useBell, useBellSeen } from "../../api/notices";
import type { BellNotice, NoticeKind } from "../../api/types";
import { useWords } from "../../i18n";
import { Icon } from "../../ui/Icon";
import { Menu } from "../../ui/Menu";
import { Moment } from "../../ui/Moment";
import { NavLink } from "../../ui/TextLink";
import classes from "./Bell.module.css";
import { countOf, newestOf, newIn } from "./fresh";

/** What happened of late to what is one's own, and how much of it is new. */
export function Bell() {
  const { t } = useWords();
  const words = t.shell.bell;
  const { data } = useBell();
  const seen = useBellSeen();
  const [until, setUntil] = useState("");
  const items = data?.items ?? [];
  const fresh = newIn(items, until);

  function look() {
    const newest = newestOf(fresh);
    if (newest === "") return;
    setUntil(newest);
    seen.mutate(newest);
  }

  return (
    <Menu
      label={words.title}
      name={words.name(fresh.length)}
      icon={IconBell}
      mark={fresh.length > 0 ? countOf(fresh) : ""}
      onOpen={look}
      bare
    >
      {items.length === 0 && <p className={classes.empty}>{words.empty}</p>}
      {items.map((item) => (
        <Line key={item.id} item={item} />
      ))}
      <NavLink to="/conta" hash="avisos">
        <Icon of={IconSettings} />
        {words.choose}
      </NavLink>
    </Menu>
  );
}

const ICONS: Partial<Record<NoticeKind, TablerIcon>> = {
  run_completed: IconCircleCheck,
  classification_completed: IconCircleCheck,
  run_failed: IconCircleX,
  classification_failed: IconCircleX,
  run_cancelled: IconCircleX,
  worker_lost: IconServer2,
  worker_back: IconServer2,
};

function Line({ item }: { item: BellNotice }) {
  const { t } = useWords();
  const content = (
    <>
      <Icon of={ICONS[item.kind] ?? IconAlertTriangle} />
      <span className={classes.line}>
        <span className={classes.title}>{item.title}</span>
        <span className={classes.when}>
          <Moment at={item.happened_at} />
          {item.new && ` · ${t.shell.bell.new}`}
        </span>
      </span>
    </>
  );
  const params = { id: item.run_id ?? "" };
  if (item.filename !== null)
    return (
      <NavLink to="/modelos/$id" params={params}>
        {content}
      </NavLink>
    );
  if (item.run_id !== null)
    return (
      <NavLink to="/treinos/$id" params={params}>
        {content}
      </NavLink>
    );
  if (item.worker_id !== null) return <NavLink to="/maquinas">{content}</NavLink>;
  return <NavLink to="/administracao/sistema">{content}</NavLink>;
}
