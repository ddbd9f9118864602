/** The guide's choices as they stand in the address: names as in the API, so a link explains itself. */

export interface GuideSearch {
  target_group?: string;
  match_group?: string;
  age?: string;
  weeks_on_support?: string;
  weights?: string;
  sort?: string;
}

export const PROFILE_FIELDS = ['target_group', 'match_group', 'age', 'weeks_on_support'] as const;
export type ProfileField = (typeof PROFILE_FIELDS)[number];

/** The sorts that are not an indicator's name. */
export const GUIDE_ORDER = 'guide';
export const BY_NAME = 'name';

const NAMES = [...PROFILE_FIELDS, 'weights', 'sort'] as const;
const LONGEST = 300;

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
