import { describe, expect, it } from "vitest";
import { shareOf, withReadings } from "./readings";
import type { Machine } from "./types";

function machine(fields: Partial<Machine>): Machine {
  const known = { id: "gpu-1", status: "online", utilisation: 0.5, temperature_celsius: 60 };
  const sizes = { memory_used_bytes: 3, device_memory_bytes: 12, disk_used_bytes: null, disk_bytes: null };
  return { ...known, ...sizes, ...fields } as Machine;
}

describe("the readings of a machine", () => {
  it("are shares of what there is, and null where nobody can tell", () => {
    const [reading] = withReadings({}, [machine({})], 1000)["gpu-1"] ?? [];
    expect(reading).toEqual({ atMs: 1000, load: 0.5, memory: 0.25, disk: null, temperature: 0.6 });
  });

  it("reach back one minute, each moment once", () => {
    let readings = withReadings({}, [machine({})], 0);
    for (const atMs of [5_000, 5_000, 59_000, 62_000]) readings = withReadings(readings, [machine({})], atMs);
    expect(readings["gpu-1"]?.map(({ atMs }) => atMs)).toEqual([5_000, 59_000, 62_000]);
  });

  it("end with the machine's silence", () => {
    const readings = withReadings({}, [machine({})], 0);
    expect(withReadings(readings, [machine({ status: "offline" })], 5_000)).toEqual({});
  });
});

it("is a share between nothing and all", () => {
  expect(shareOf(14, 12)).toBe(1);
  expect(shareOf(1, 0)).toBeNull();
  expect(shareOf(null, 12)).toBeNull();
});
