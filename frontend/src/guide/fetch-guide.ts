/** Asking the guide, and how long its answer stays good. */
import { queryOptions } from '@tanstack/react-query';
import type { Guide, GuideQuery } from '../api/answers';
import { bodyOf, visitation } from '../api/client';
import { isPassing, problemOf } from '../lib/problem';
import type { GuideSearch } from './search';

const FRESH_FOR_MS = 5 * 60 * 1000;
const KEPT_FOR_MS = 60 * 60 * 1000;

/** What the address says, as the API's query; typed text goes as typed, so that one rule judges it. */
export function guideQuery(search: GuideSearch & { target_group: string }): GuideQuery {
  const asked: Record<string, string> = {};
  for (const name of [
    'target_group',
    'match_group',
    'age',
    'weeks_on_support',
    'weights',
  ] as const) {
    const value = search[name];
    if (value !== undefined) asked[name] = value;
  }
  return asked as unknown as GuideQuery;
}

/** The guide for a profile, as a query that the page holds on to. */
export function guideOptions(search: GuideSearch) {
  const { target_group, match_group, age, weeks_on_support, weights } = search;
  return queryOptions({
    queryKey: ['guide', target_group, match_group, age, weeks_on_support, weights],
    queryFn: async ({ signal }): Promise<Guide> =>
      bodyOf(
        await visitation.GET('/v1/guide', {
          params: { query: guideQuery({ ...search, target_group: target_group ?? '' }) },
          signal,
        }),
      ),
    enabled: target_group !== undefined,
    staleTime: FRESH_FOR_MS,
    gcTime: KEPT_FOR_MS,
    retry: (failures, error) => failures < 1 && isPassing(problemOf(error)),
  });
}
