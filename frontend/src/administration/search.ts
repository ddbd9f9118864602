/** What stands in the administration's address: which part is open, and never what is looked for. */

export const PARTS = ['clients', 'log', 'extract', 'operations', 'jobs'] as const;
export type AdministrationPart = (typeof PARTS)[number];

export interface AdministrationSearch {
  part?: AdministrationPart;
}

/** The right that each part asks for. */
export const RIGHT_OF = {
  clients: 'clients.manage',
  log: 'audit.search',
  extract: 'audit.extract',
  operations: 'operations.read',
  jobs: 'jobs.read',
} as const satisfies Record<AdministrationPart, string>;

/** Keeps the part, where there is such a one. */
export function readAdministrationSearch(found: Record<string, unknown>): AdministrationSearch {
  const part = PARTS.find((each) => each === found['part']);
  return part === undefined ? {} : { part };
}

/** The parts that somebody with these rights may open, in their order. */
export function partsOpenTo(rights: readonly string[]): AdministrationPart[] {
  return PARTS.filter((part) => rights.includes(RIGHT_OF[part]));
}
