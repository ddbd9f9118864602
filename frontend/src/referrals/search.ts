/** What stands in the address of the referrals: whose, which status, in what order. */

export interface ReferralsSearch {
  whose?: 'all';
  status?: string;
  sort?: string;
}

/** Reads the address. */
export function readReferralsSearch(search: Record<string, unknown>): ReferralsSearch {
  const { whose, status, sort } = search;
  return {
    ...(whose === 'all' ? { whose } : {}),
    ...(typeof status === 'string' && status !== '' ? { status } : {}),
    ...(typeof sort === 'string' && sort !== '' ? { sort } : {}),
  };
}
