import { IconDownload } from "@tabler/icons-react";
import { Icon } from "./Icon";
import { Button } from "./primitives";

interface Props {
  label: string;
  /** Of the file. */
  name: string;
  contents: () => string;
}

/** Hands over a file that is made here, of what the page knows already. */
export function DownloadButton({ label, name, contents }: Props) {
  function download() {
    const address = URL.createObjectURL(new Blob([contents()], { type: "text/csv;charset=utf-8" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
    URL.revokeObjectURL(address);
  }
  return (
    <Button variant="default" leftSection={<Icon of={IconDownload} />} onClick={download}>
      {label}
    </Button>
  );
}

/** The same of a file that the server makes. */
export function DownloadLink({ label, href }: { label: string; href: string }) {
  return (
    <Button component="a" href={href} download variant="default" leftSection={<Icon of={IconDownload} />}>
      {label}
    </Button>
  );
}
