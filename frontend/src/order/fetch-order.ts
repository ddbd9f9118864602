/** What an order is made of: the offer, its cohorts, the municipality's choices, the citizen, the evidence. */
import { queryOptions } from '@tanstack/react-query';
import { bodyOf, visitation } from '../api/client';
import type { Card } from '../api/answers';
import { fetchGuide } from '../api/guide';
import type { components } from '../api/visitation';
import { fetchNames } from '../api/people';

type Schemas = components['schemas'];
export type Cohort = Schemas['Cohort'];
export type Found = Schemas['Found'];
export type Purpose = Schemas['Search']['purpose'];
export type Profile = Schemas['visitation__citizens__schemas__Profile'];

/** As many as an order keeps. */
const MOST_PASSED_OVER = 50;

export function offerOptions(id: string) {
  return queryOptions({
    queryKey: ['order', 'offer', id],
    queryFn: async ({ signal }) =>
      bodyOf(
        await visitation.GET('/v1/offers/{offer_id}', {
          params: { path: { offer_id: id } },
          signal,
        }),
      ),
  });
}

export function cohortsOptions(offerId: string) {
  return queryOptions({
    queryKey: ['order', 'cohorts', offerId],
    queryFn: async ({ signal }) =>
      bodyOf(
        await visitation.GET('/v1/offers/{offer_id}/cohorts', {
          params: { path: { offer_id: offerId } },
          signal,
        }),
      ).items.filter(({ status }) => status === 'open'),
    // A seat may be taken at any time.
    staleTime: 0,
  });
}

export function choicesOptions() {
  return queryOptions({
    queryKey: ['order', 'choices'],
    queryFn: async ({ signal }) => bodyOf(await visitation.GET('/v1/referral-choices', { signal })),
    staleTime: 10 * 60_000,
  });
}

/** A citizen's name, which is kept in memory alone. */
export function nameOptions(citizenId: string) {
  return queryOptions({
    queryKey: ['order', 'name', citizenId],
    queryFn: async ({ signal }) => (await fetchNames([citizenId], signal)).get(citizenId) ?? '',
    staleTime: 10 * 60_000,
  });
}

export function referralOptions(id: string) {
  return queryOptions({
    queryKey: ['order', 'referral', id],
    queryFn: async ({ signal }) =>
      bodyOf(
        await visitation.GET('/v1/referrals/{referral_id}', {
          params: { path: { referral_id: id } },
          signal,
        }),
      ),
    staleTime: 0,
  });
}

/** Looks citizens up, by number where one is typed, otherwise by name; always in a body. */
export async function findCitizens(typed: string, purpose: Purpose): Promise<Found> {
  const text = typed.trim();
  const by = /^[\d -]+$/.test(text) ? { cpr: text } : { name: text };
  return bodyOf(await visitation.POST('/v1/citizens/search', { body: { purpose, ...by } }));
}

/** Where an offer stands among all for the citizen's profile. */
export interface Standing {
  profile: Profile;
  /** None where the guide does not propose the offer. */
  card: Card | null;
  isRanked: boolean;
  count: number;
  better: { id: string; name: string }[];
  weights: Record<string, number>;
  asOf: string | null;
}

export function standingOptions(citizenId: string, offerId: string, weights: string) {
  return queryOptions({
    queryKey: ['order', 'standing', citizenId, offerId, weights],
    queryFn: async ({ signal }): Promise<Standing> => {
      const profile = bodyOf(
        await visitation.GET('/v1/citizens/{citizen_id}/profile', {
          params: { path: { citizen_id: citizenId }, query: { purpose: 'visitation' } },
          signal,
        }),
      );
      const nothing: Standing = {
        profile,
        card: null,
        isRanked: false,
        count: 0,
        better: [],
        weights: {},
        asOf: null,
      };
      if (profile.target_group === null) return nothing;
      const { target_group, match_group, age, weeks_on_support } = profile;
      const guide = await fetchGuide(
        {
          target_group,
          ...(match_group === null ? {} : { match_group }),
          ...(age === null ? {} : { age }),
          ...(weeks_on_support === null ? {} : { weeks_on_support }),
          ...(weights === '' ? {} : { weights }),
        },
        signal,
      );
      const ranked = guide.ranked.find(({ offer }) => offer.id === offerId);
      const card = ranked ?? guide.too_few.find(({ offer }) => offer.id === offerId) ?? null;
      const place = ranked?.place ?? 0;
      return {
        profile,
        card,
        isRanked: ranked !== undefined,
        count: guide.ranked_total,
        better: guide.ranked
          .filter((other) => (other.place ?? place) < place)
          .map(({ offer }) => ({ id: offer.id, name: offer.name }))
          .slice(0, MOST_PASSED_OVER),
        weights: guide.weights,
        asOf: guide.as_of,
      };
    },
    staleTime: 5 * 60_000,
    retry: false,
  });
}
