/** What stands in the overview's address: the target group, and what the rows are sorted by. */

export interface QualitySearch {
  target_group?: string;
  sort?: string;
}

const NAMES = ['target_group', 'sort'] as const;
const LONGEST = 100;

/** Keeps what the overview knows of an address; the rest is left out. */
export function readQualitySearch(found: Record<string, unknown>): QualitySearch {
  const search: QualitySearch = {};
  for (const name of NAMES) {
    const value = found[name];
    if (typeof value === 'string' && value !== '' && value.length <= LONGEST) search[name] = value;
  }
  return search;
}
