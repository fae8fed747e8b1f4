import type { Preset } from "../../api/types";
import { usePresets } from "../../api/wishes";
import { useWords } from "../../i18n";

/** What the preset is called here: an administrator may have named it otherwise. */
export function usePresetName(preset: Preset): string {
  const { t, language } = useWords();
  const names = usePresets().data?.find((each) => each.preset === preset)?.names;
  return names?.[language === "en" ? "en" : "pt_br"] ?? t.presets[preset];
}
