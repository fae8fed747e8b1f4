import { useSearch } from "@tanstack/react-router";
import { OpenDrafts } from "./OpenDrafts";
import { SheetStep } from "./SheetStep";

/** A new training begins with its sheet; what was begun before can be gone on with. */
export function TrainPage() {
  const { exemplo = false } = useSearch({ from: "/treinar" });
  return (
    <SheetStep draft={null} withSample={exemplo}>
      <OpenDrafts />
    </SheetStep>
  );
}
