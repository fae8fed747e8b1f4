import { expect, it } from "vitest";
import { newId } from "./id";

it("makes ids that a server takes for random UUIDs, never one twice", () => {
  const made = Array.from({ length: 100 }, newId);
  for (const id of made)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(made).size).toBe(made.length);
});
