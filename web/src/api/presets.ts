import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, client } from "./client";
import type { Preset, PresetVersion, WholeHyperparameters, WholePreset } from "./types";

const PRESETS = ["presets"] as const;
const versionsOf = (preset: Preset) => [...PRESETS, preset, "versions"] as const;

/** What each preset stands for, from the quickest on. */
export function usePresets() {
  return useQuery({
    queryKey: PRESETS,
    queryFn: async () => (await answer(client.GET("/api/presets"))) as WholePreset[],
  });
}

/** What a preset stood for, the newest change first. */
export function usePresetVersions(preset: Preset) {
  return useQuery({
    queryKey: versionsOf(preset),
    queryFn: async () => {
      const params = { path: { name: preset } };
      return (await answer(client.GET("/api/presets/{name}/versions", { params }))) as PresetVersion[];
    },
  });
}

export interface PresetChange {
  hyperparameters: WholeHyperparameters;
  names: WholePreset["names"];
}

function usePresetsAgain() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: PRESETS });
}

/** Has a preset stand for something else from now on. */
export function useChangePreset(preset: Preset) {
  return useMutation({
    mutationFn: ({ hyperparameters, names }: PresetChange) =>
      answer(
        client.PUT("/api/presets/{name}", {
          params: { path: { name: preset } },
          body: { hyperparameters, names },
        }),
      ),
    onSuccess: usePresetsAgain(),
  });
}

/** Has a preset as it came. */
export function useResetPreset(preset: Preset) {
  return useMutation({
    mutationFn: () => answer(client.DELETE("/api/presets/{name}", { params: { path: { name: preset } } })),
    onSuccess: usePresetsAgain(),
  });
}

/** The settings by which presets differ, in the order in which people look for them. */
export const PRESET_FIELDS = [
  "epochs",
  "early_stopping_patience",
  "max_length",
  "batch_size",
  "learning_rate",
  "warmup_steps",
  "weight_decay",
  "train_split",
] as const;

export type PresetField = (typeof PRESET_FIELDS)[number];
