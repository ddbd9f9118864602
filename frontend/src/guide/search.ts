/** The guide's choices as they stand in the address: names as in the API, so a link explains itself. */

export const PROFILE_FIELDS = ['target_group', 'match_group', 'age', 'weeks_on_support'] as const;
export type ProfileField = (typeof PROFILE_FIELDS)[number];

/** Filters with several values, which stand in the address with commas between them. */
export const LIST_FILTERS = ['kind', 'theme', 'place', 'language'] as const;
/** Filters with one value, as typed or `true`. */
export const SINGLE_FILTERS = [
  'hours_min',
  'hours_max',
  'starts_before',
  'price_max',
  'accessible',
  'free_seats',
] as const;
export const FILTERS = [...LIST_FILTERS, ...SINGLE_FILTERS] as const;
export type Filter = (typeof FILTERS)[number];

const NAMES = [...PROFILE_FIELDS, ...FILTERS, 'weights', 'sort', 'compare'] as const;
/** All of it as text: what is typed is judged by the API, and by one rule only. */
export type GuideSearch = Partial<Record<(typeof NAMES)[number], string>>;

/** The sorts that are not an indicator's name. */
export const GUIDE_ORDER = 'guide';
export const BY_NAME = 'name';

const LONGEST = 300;
/** So many offers fit side by side, and so many does the API take. */
export const MOST_COMPARED = 4;

export type Weights = Readonly<Record<string, number>>;
export const MOST_WEIGHT = 3;

/** Keeps what the guide knows of an address; the rest is left out. */
export function readSearch(found: Record<string, unknown>): GuideSearch {
  const search: GuideSearch = {};
  for (const name of NAMES) {
    const value = found[name];
    if (typeof value === 'string' && value !== '' && value.length <= LONGEST) search[name] = value;
  }
  return search;
}

/** `a,b` into its values. */
export function listed(written: string | undefined): string[] {
  return (written ?? '')
    .split(',')
    .map((value) => value.trim())
    .filter((value) => value !== '');
}

/** The choices with a citizen's profile in the place of what was typed. */
export function withProfile(search: GuideSearch, profile: GuideSearch | null): GuideSearch {
  if (profile === null) return search;
  const typed: readonly string[] = PROFILE_FIELDS;
  const rest = Object.entries(search).filter(([name]) => !typed.includes(name));
  return { ...(Object.fromEntries(rest) as GuideSearch), ...profile };
}

/** How many filters are set, a range counting once for each end. */
export function filterCount(search: GuideSearch): number {
  return FILTERS.filter((name) => search[name] !== undefined && search[name] !== '').length;
}

/** `effect_3m:2,price:1` into weights; what cannot be read is left to the API to refuse. */
export function parseWeights(written: string | undefined): Weights {
  const weights: Record<string, number> = {};
  for (const pair of (written ?? '').split(',')) {
    const [name = '', weight = ''] = pair.split(':');
    const number = Number(weight);
    if (name !== '' && Number.isFinite(number) && number > 0) weights[name] = number;
  }
  return weights;
}

/** Weights as the API takes them; those of 0 are left out. */
export function writeWeights(weights: Weights): string {
  return Object.entries(weights)
    .filter(([, weight]) => weight > 0)
    .map(([name, weight]) => `${name}:${weight}`)
    .join(',');
}

/** The names that count, the heaviest first, otherwise in the order given. */
export function chosenNames(weights: Weights, order: readonly string[]): string[] {
  return order
    .filter((name) => (weights[name] ?? 0) > 0)
    .sort((one, other) => (weights[other] ?? 0) - (weights[one] ?? 0));
}
