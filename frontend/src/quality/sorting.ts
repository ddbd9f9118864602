/** The table's one active sort as it stands in the address: `-self_support_3m` is the most first. */
import { isShown } from '../ui/figures/shown';
import type { TableSort } from '../ui/data-table';
import type { Figure } from './fetch-overview';

export const BY_OFFER = 'offer';

/** The columns that rows can be sorted by, and whether the most stands first at the first press. */
export const SORTED_BY: Readonly<Record<string, boolean>> = {
  [BY_OFFER]: false,
  self_support_1m: true,
  self_support_3m: true,
  satisfaction: true,
  complaints: true,
  smiley: false,
  in_offer: true,
  finished: true,
  under_30_share: true,
  weeks_before_median: true,
};

/** The sort that an address asks for; by offer where it asks for none that there is. */
export function readSort(written: string | undefined): TableSort {
  const descending = written?.startsWith('-') === true;
  const by = descending ? written.slice(1) : (written ?? '');
  return Object.hasOwn(SORTED_BY, by) ? { by, descending } : { by: BY_OFFER, descending: false };
}

/** A sort as it stands in the address; nothing for the one that holds without. */
export function writeSort({ by, descending }: TableSort): string {
  if (by === BY_OFFER && !descending) return '';
  return descending ? `-${by}` : by;
}

/** What a figure sorts by; a hidden one, and one nobody measured, sorts last either way. */
export function sortValue(figure: Figure | undefined): number | null {
  return isShown(figure) ? Number(figure.value) : null;
}
