import { IconPrinter } from "@tabler/icons-react";
import { Icon } from "./Icon";
import { Button } from "./primitives";

/** Prints the page. */
export function PrintButton({ label }: { label: string }) {
  return (
    <Button variant="default" leftSection={<Icon of={IconPrinter} />} onClick={() => window.print()}>
      {label}
    </Button>
  );
}
