/** What stands in the address of the orders: the status; without it those that wait for an answer. */

export interface CallOffsSearch {
  status?: string;
}

/** Reads the address. */
export function readCallOffsSearch(search: Record<string, unknown>): CallOffsSearch {
  const { status } = search;
  return typeof status === 'string' && status !== '' ? { status } : {};
}
