/** What stands in the protocol's address: the week. */

export interface AttendanceSearch {
  week?: string;
}

/** Reads the address; whether there is such a week is the page's question. */
export function readAttendanceSearch(search: Record<string, unknown>): AttendanceSearch {
  const { week } = search;
  return typeof week === 'string' && week !== '' ? { week } : {};
}
