/** What a comparison comes to, in words. Pure. */

import { isByF1 } from "../../api/rate";
import type { Compared, Comparison, Lead } from "../../api/types";
import type { CompareWords } from "../../i18n/compare";
import { type Format, outOfHundred } from "../../i18n/format";
import { MARKS } from "../../ui/marks";

interface Findings {
  headline: string;
  /** The best against each of the others, in their order. */
  sentences: string[];
  /** How the margins were reckoned. */
  method: string | null;
}

/** The headline and what stands below it. */
export function findingsOf(comparison: Comparison, words: CompareWords, format: Format): Findings {
  const { runs, best, leads } = comparison;
  const place = runs.findIndex(({ run }) => run.id === best);
  const leader = runs[place];
  if (!leader)
    return { headline: isMixed(comparison) ? words.otherTasks : words.noBest, sentences: [], method: null };
  const others = runs.map((each, at) => ({ each, mark: markOf(at) })).filter(({ each }) => each !== leader);
  return {
    headline: headlineOf(leader, markOf(place), leads, words),
    sentences: others.map(({ each, mark }) => sentenceOf(each, mark, leads, words, format)),
    method: leads[0] ? words.methods[methodOf(leads)] : null,
  };
}

export function markOf(place: number): string {
  return MARKS[place]?.letter ?? "";
}

function isMixed({ runs }: Comparison): boolean {
  return new Set(runs.map(({ run }) => run.task)).size > 1;
}

/** Ahead of all but within the margin of all is only just ahead. */
function headlineOf({ run, rate }: Compared, mark: string, leads: Lead[], words: CompareWords): string {
  if (leads.length > 0 && !leads.some(({ is_beyond_chance }) => is_beyond_chance))
    return words.even(mark, run.name);
  const said = run.task === "text-classification" ? words.best : words.bestF1;
  return said(mark, run.name, outOfHundred(rate ?? 0));
}

function sentenceOf(
  { run, rate }: Compared,
  mark: string,
  leads: Lead[],
  words: CompareWords,
  format: Format,
): string {
  if (rate === null) return words.unfinished(mark);
  const lead = leads.find(({ run_id }) => run_id === run.id);
  if (!lead) return words.untold(mark);
  const hundredths = (share: number) => format.decimal(share * 100, 1);
  const said = lead.is_beyond_chance ? words.ahead : words.within;
  return said(mark, hundredths(lead.difference), hundredths(lead.low), hundredths(lead.high));
}

function methodOf(leads: Lead[]): Lead["method"] {
  return leads.every(({ method }) => method === "paired") ? "paired" : "intervals";
}

/** A rate as people follow it in the list. */
export function rateIn({ run }: Compared, rate: number, words: CompareWords): string {
  const byF1 = isByF1(run.task) || run.task === "question-answering";
  return (byF1 ? words.f1 : words.hits)(outOfHundred(rate));
}
