/** Saving a week: new days in one batch, corrections one by one, and what became of each cell. */
import { problemOf, type Problem } from '../lib/problem';
import { sendCorrection, sendFresh } from './fetch-week';
import type { Change, Changes } from './grid';

export interface Saved {
  corrected: number;
  unchanged: number;
  /** The cells that were taken: they need not be kept any more. */
  taken: string[];
  /** Why a cell was not taken, by its key. */
  refused: ReadonlyMap<string, string>;
  /** What stopped the whole of it, where something did. */
  problem: Problem | null;
}

async function saveFresh(changes: readonly Change[], saved: Saved): Promise<Saved> {
  if (changes.length === 0) return saved;
  try {
    const report = await sendFresh(changes);
    const refused = new Map(saved.refused);
    for (const { row, detail } of report.errors) {
      const change = changes[row - 1];
      if (change !== undefined) refused.set(change.key, detail);
    }
    return {
      ...saved,
      corrected: saved.corrected + report.revised,
      unchanged: report.unchanged,
      taken: [...saved.taken, ...changes.map(({ key }) => key).filter((key) => !refused.has(key))],
      refused,
    };
  } catch (error) {
    return { ...saved, problem: problemOf(error) };
  }
}

async function saveCorrection(
  change: Change,
  reason: string,
  meanwhile: string,
  saved: Saved,
): Promise<Saved> {
  try {
    await sendCorrection(change, reason);
    return { ...saved, corrected: saved.corrected + 1, taken: [...saved.taken, change.key] };
  } catch (error) {
    const problem = problemOf(error);
    // A day that cannot be corrected is that day's matter; a service that is away is everybody's.
    if (problem.status === 0 || problem.status >= 500 || problem.status === 401) {
      return { ...saved, problem };
    }
    const why = problem.status === 412 ? meanwhile : (problem.errors[0]?.detail ?? problem.detail);
    return { ...saved, refused: new Map([...saved.refused, [change.key, why]]) };
  }
}

/** Sends the changes; stops where nothing more can be sent, and tells what was. */
export async function saveWeek(
  { fresh, corrections }: Changes,
  reason: string,
  meanwhile: string,
): Promise<Saved> {
  let saved: Saved = {
    corrected: 0,
    unchanged: 0,
    taken: [],
    refused: new Map(),
    problem: null,
  };
  saved = await saveFresh(fresh, saved);
  for (const change of corrections) {
    if (saved.problem !== null) break;
    saved = await saveCorrection(change, reason, meanwhile, saved);
  }
  return saved;
}
