/** Asking for an offer and what belongs to it. */
import { queryOptions } from '@tanstack/react-query';
import { bodyOf, contracts, visitation } from '../api/client';
import { fetchGuide } from '../api/guide';
import type { components } from '../api/visitation';

export type OfferDetail = components['schemas']['Offer'];
export type Cohort = components['schemas']['Cohort'];

const FRESH_FOR_MS = 5 * 60 * 1000;
const MANY = 200;
const NEWEST = 20;

/** The offer. */
export function offerOptions(offer_id: string) {
  return queryOptions({
    queryKey: ['offer', offer_id],
    queryFn: async ({ signal }) =>
      bodyOf(
        await visitation.GET('/v1/offers/{offer_id}', { params: { path: { offer_id } }, signal }),
      ),
    staleTime: FRESH_FOR_MS,
  });
}

/** Its cohorts that can still be signed up for. */
export function cohortsOptions(offer_id: string) {
  return queryOptions({
    queryKey: ['offer', offer_id, 'cohorts'],
    queryFn: async ({ signal }) =>
      bodyOf(
        await visitation.GET('/v1/offers/{offer_id}/cohorts', {
          params: { path: { offer_id }, query: { open: true, limit: MANY } },
          signal,
        }),
      ).items,
  });
}

/** What it said at each time, the newest first. */
export function versionsOptions(offer_id: string) {
  return queryOptions({
    queryKey: ['offer', offer_id, 'versions'],
    queryFn: async ({ signal }) =>
      bodyOf(
        await visitation.GET('/v1/offers/{offer_id}/versions', {
          params: { path: { offer_id }, query: { limit: NEWEST } },
          signal,
        }),
      ),
  });
}

/** Its published inspections, the newest first. */
export function inspectionsOptions(offer_id: string) {
  return queryOptions({
    queryKey: ['offer', offer_id, 'inspections'],
    queryFn: async ({ signal }) =>
      bodyOf(
        await contracts.GET('/v1/inspections', {
          params: { query: { offer_id, status: 'published', limit: NEWEST } },
          signal,
        }),
      ),
  });
}

/** Who gives it. */
export function providerOptions(provider_id: string) {
  return queryOptions({
    queryKey: ['provider', provider_id],
    queryFn: async ({ signal }) =>
      bodyOf(
        await contracts.GET('/v1/providers/{provider_id}', {
          params: { path: { provider_id } },
          signal,
        }),
      ),
    staleTime: FRESH_FOR_MS,
  });
}

/** The guide's ranking for one of its target groups, in which the offer has its place. */
export function standingOptions(target_group: string) {
  return queryOptions({
    queryKey: ['guide', { target_group }],
    queryFn: ({ signal }) => fetchGuide({ target_group }, signal),
    enabled: target_group !== '',
    staleTime: FRESH_FOR_MS,
  });
}
