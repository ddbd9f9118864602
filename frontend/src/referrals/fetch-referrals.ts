/** Referrals from the API, and the acts that need no more than a word. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { bodyOf, contracts, visitation } from '../api/client';
import type { components, operations } from '../api/visitation';
import { fetchNames } from '../api/people';

type Schemas = components['schemas'];
export type Referral = Schemas['Referral'];
export type Status = Referral['status'];
export type Act = Referral['actions'][number];
export type Result = Schemas['Assessed-Input']['result'];
export type Sort = NonNullable<
  NonNullable<operations['list_referrals']['parameters']['query']>['sort']
>;

export const STATUSES = [
  'draft',
  'awaiting_approval',
  'ordered',
  'accepted',
  'started',
  'completed',
  'aborted',
  'declined',
  'assessed',
] as const satisfies readonly Status[];

export const SORTED_BY = ['updated_at', 'ordered_at', 'planned_ends_on'] as const;

/** What the list is narrowed to. */
export interface Wanted {
  status: Status | undefined;
  isOwn: boolean;
  sort: Sort;
}

const AT_A_TIME = 50;

/** Filters as the API's query has them. */
function filtersOf({ status, isOwn }: Pick<Wanted, 'status' | 'isOwn'>) {
  return {
    ...(status === undefined ? {} : { status: [status] }),
    ...(isOwn ? { caseworker: 'me' } : {}),
  };
}

/** Where the same list is fetched as a file for a spreadsheet. */
export function exportAddress(wanted: Pick<Wanted, 'status' | 'isOwn'>): string {
  const asked = new URLSearchParams({ format: 'csv', for: 'people' });
  if (wanted.status !== undefined) asked.set('status', wanted.status);
  if (wanted.isOwn) asked.set('caseworker', 'me');
  return `/api/visitation/v1/referrals/export?${asked.toString()}`;
}

/** The list, page by page. */
export function listOptions(wanted: Wanted) {
  return infiniteQueryOptions({
    queryKey: ['referrals', 'list', wanted],
    queryFn: async ({ pageParam, signal }) =>
      bodyOf(
        await visitation.GET('/v1/referrals', {
          params: {
            query: {
              ...filtersOf(wanted),
              sort: wanted.sort,
              count: true,
              limit: AT_A_TIME,
              ...(pageParam === '' ? {} : { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

/** The names of those a list is about; a page's at a time, each written down. */
export function namesOptions(citizenIds: readonly string[]) {
  return queryOptions({
    queryKey: ['referrals', 'names', citizenIds],
    queryFn: ({ signal }) => fetchNames(citizenIds, signal),
    staleTime: 5 * 60_000,
    gcTime: 5 * 60_000,
  });
}

/** One referral. */
export function referralOptions(id: string) {
  return queryOptions({
    queryKey: ['referrals', 'one', id],
    queryFn: async ({ signal }) =>
      bodyOf(
        await visitation.GET('/v1/referrals/{referral_id}', {
          params: { path: { referral_id: id } },
          signal,
        }),
      ),
  });
}

/** What was done with it. */
export function historyOptions(id: string) {
  return queryOptions({
    queryKey: ['referrals', 'history', id],
    queryFn: async ({ signal }) =>
      bodyOf(
        await visitation.GET('/v1/referrals/{referral_id}/history', {
          params: { path: { referral_id: id } },
          signal,
        }),
      ).items,
  });
}

/** How much of what was planned was attended, as the provider has reported it. */
export function attendanceOptions(id: string) {
  return queryOptions({
    queryKey: ['referrals', 'attendance', id],
    queryFn: async ({ signal }) =>
      bodyOf(
        await contracts.GET('/v1/attendance/summary', {
          params: { query: { call_off_id: id } },
          signal,
        }),
      ),
    retry: false,
  });
}

function params(referral: Referral, key: string) {
  return {
    path: { referral_id: referral.id },
    header: { 'idempotency-key': key, 'if-match': `"${referral.version}"` },
  };
}

/** Approves, which places the order. */
export async function approve(referral: Referral, key: string): Promise<Referral> {
  return bodyOf(
    await visitation.POST('/v1/referrals/{referral_id}/approve', {
      params: params(referral, key),
      body: null,
    }),
  );
}

/** Ends it before time. */
export async function abort(
  referral: Referral,
  said: { reason: string; ended_on: string | null },
  key: string,
): Promise<Referral> {
  return bodyOf(
    await visitation.POST('/v1/referrals/{referral_id}/abort', {
      params: params(referral, key),
      body: said,
    }),
  );
}

/** Keeps what was reached, goal by goal, and what comes next. */
export async function assess(
  referral: Referral,
  said: { targets: { result: Result; note: string }[]; next_step: string },
  key: string,
): Promise<Referral> {
  return bodyOf(
    await visitation.POST('/v1/referrals/{referral_id}/assess', {
      params: params(referral, key),
      body: said,
    }),
  );
}
