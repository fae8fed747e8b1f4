import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { Icon } from "./Icon";
import classes from "./Pager.module.css";
import { Button } from "./primitives";

interface Props {
  words: {
    label: string;
    previous: string;
    next: string;
    range: (from: number, to: number, total: number) => string;
  };
  /** From 1. */
  page: number;
  pageSize: number;
  total: number;
  onPage: (page: number) => void;
}

/** Where the list is and the pages beside it; the buttons go when one page holds everything. */
export function Pager({ words, page, pageSize, total, onPage }: Props) {
  const from = (page - 1) * pageSize + 1;
  const to = Math.min(total, page * pageSize);
  return (
    <nav className={classes.pager} aria-label={words.label}>
      <span className={classes.range}>{words.range(from, to, total)}</span>
      {total > pageSize && (
        <>
          <Button
            variant="default"
            leftSection={<Icon of={IconChevronLeft} />}
            disabled={page <= 1}
            onClick={() => onPage(page - 1)}
          >
            {words.previous}
          </Button>
          <Button
            variant="default"
            rightSection={<Icon of={IconChevronRight} />}
            disabled={to >= total}
            onClick={() => onPage(page + 1)}
          >
            {words.next}
          </Button>
        </>
      )}
    </nav>
  );
}
