/** Asking the guide, and how long its answers stay good. */
import { queryOptions } from '@tanstack/react-query';
import type { Guide, GuideQuery } from '../api/answers';
import { bodyOf, visitation } from '../api/client';
import { fetchGuide } from '../api/guide';
import { isPassing, problemOf } from '../lib/problem';
import type { Purpose } from '../lib/citizen-at-hand';
import { LIST_FILTERS, listed, PROFILE_FIELDS, SINGLE_FILTERS, type GuideSearch } from './search';

const FRESH_FOR_MS = 5 * 60 * 1000;
const KEPT_FOR_MS = 60 * 60 * 1000;

const retry = (failures: number, error: unknown): boolean =>
  failures < 1 && isPassing(problemOf(error));

/** What is chosen, as the API's query; typed text goes as typed, so that one rule judges it. */
function guideQuery(search: GuideSearch): GuideQuery {
  const asked: Record<string, unknown> = {};
  for (const name of [...PROFILE_FIELDS, ...SINGLE_FILTERS, 'weights'] as const) {
    const value = search[name];
    if (value !== undefined && value !== '') asked[name] = value;
  }
  for (const name of LIST_FILTERS) {
    const values = listed(search[name]);
    if (values.length > 0) asked[name] = values;
  }
  return asked as unknown as GuideQuery;
}

/** The guide for a profile, as a query that the page holds on to. */
export function guideOptions(search: GuideSearch) {
  const query = guideQuery(search);
  return queryOptions({
    queryKey: ['guide', query],
    queryFn: ({ signal }): Promise<Guide> => fetchGuide(query, signal),
    enabled: search.target_group !== undefined,
    staleTime: FRESH_FOR_MS,
    gcTime: KEPT_FOR_MS,
    retry,
  });
}

function profileOf(search: GuideSearch) {
  const { target_group, match_group, age, weeks_on_support } = guideQuery(search);
  return {
    target_group,
    ...(match_group === undefined ? {} : { match_group }),
    ...(age === undefined ? {} : { age }),
    ...(weeks_on_support === undefined ? {} : { weeks_on_support }),
  };
}

/** Two to four offers side by side. */
export function comparedOptions(search: GuideSearch) {
  const offer_id = listed(search.compare);
  const profile = profileOf(search);
  const { weights } = search;
  return queryOptions({
    queryKey: ['guide', 'compare', profile, weights, offer_id],
    queryFn: async ({ signal }) =>
      bodyOf(
        await visitation.GET('/v1/guide/compare', {
          params: {
            query: { ...profile, offer_id, ...(weights === undefined ? {} : { weights }) },
          },
          signal,
        }),
      ),
    enabled: offer_id.length > 1 && search.target_group !== undefined,
    staleTime: FRESH_FOR_MS,
    retry,
  });
}

/** What happened to citizens like the one of the profile. */
export function comparableOptions(search: GuideSearch) {
  const profile = profileOf(search);
  return queryOptions({
    queryKey: ['guide', 'comparable', profile],
    queryFn: async ({ signal }) =>
      bodyOf(await visitation.GET('/v1/guide/comparable', { params: { query: profile }, signal })),
    staleTime: FRESH_FOR_MS,
    retry,
  });
}

/** What the guide is asked with for a citizen; each asking is in the log. */
export function citizenProfileOptions(citizen_id: string, purpose: Purpose) {
  return queryOptions({
    queryKey: ['citizen', citizen_id, 'profile'],
    queryFn: async ({ signal }) =>
      bodyOf(
        await visitation.GET('/v1/citizens/{citizen_id}/profile', {
          params: { path: { citizen_id }, query: { purpose } },
          signal,
        }),
      ),
    staleTime: Infinity,
    retry,
  });
}

/** The citizen's name, after a reload has forgotten it. */
export function citizenOptions(citizen_id: string, purpose: Purpose) {
  return queryOptions({
    queryKey: ['citizen', citizen_id],
    queryFn: async ({ signal }) =>
      bodyOf(
        await visitation.GET('/v1/citizens/{citizen_id}', {
          params: { path: { citizen_id }, query: { purpose } },
          signal,
        }),
      ),
    staleTime: Infinity,
    retry,
  });
}
