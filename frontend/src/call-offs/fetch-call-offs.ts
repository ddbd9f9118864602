/** A provider's orders from the API, and what is done with them. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { bodyOf, contracts } from '../api/client';
import type { components } from '../api/contracts';
import { fetchParticipants } from '../api/people';

type Schemas = components['schemas'];
export type CallOff = Schemas['CallOffAnswer'];
export type Status = CallOff['status'];
export type Act = CallOff['actions'][number];
export type DeclineReason = Schemas['Declining']['reason'];
export type EndReason = Schemas['Ending']['reason'];

export const STATUSES = [
  'received',
  'accepted',
  'started',
  'ended',
  'declined',
  'cancelled',
] as const satisfies readonly Status[];

const AT_A_TIME = 50;

/** Orders of one status, or all, the newest first. */
export function listOptions(status: Status | undefined) {
  return infiniteQueryOptions({
    queryKey: ['call-offs', 'list', status ?? 'all'],
    queryFn: async ({ pageParam, signal }) =>
      bodyOf(
        await contracts.GET('/v1/call-offs', {
          params: {
            query: {
              limit: AT_A_TIME,
              count: 'exact',
              ...(status === undefined ? {} : { status }),
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

/** One order. */
export function callOffOptions(id: string) {
  return queryOptions({
    queryKey: ['call-offs', 'one', id],
    queryFn: async ({ signal }) =>
      bodyOf(
        await contracts.GET('/v1/call-offs/{call_off_id}', {
          params: { path: { call_off_id: id } },
          signal,
        }),
      ),
  });
}

/** What was done with it, the newest first. */
export function historyOptions(id: string) {
  return queryOptions({
    queryKey: ['call-offs', 'history', id],
    queryFn: async ({ signal }) =>
      bodyOf(
        await contracts.GET('/v1/call-offs/{call_off_id}/history', {
          params: { path: { call_off_id: id } },
          signal,
        }),
      ).items,
  });
}

/** How much of what was planned was attended. */
export function summaryOptions(id: string) {
  return queryOptions({
    queryKey: ['call-offs', 'attendance', id],
    queryFn: async ({ signal }) =>
      bodyOf(
        await contracts.GET('/v1/attendance/summary', {
          params: { query: { call_off_id: id } },
          signal,
        }),
      ),
  });
}

/** Who it is about; asked for when somebody opens it. */
export function participantsOptions(ids: readonly string[]) {
  return queryOptions({
    queryKey: ['call-offs', 'participants', ids],
    queryFn: ({ signal }) => fetchParticipants(ids, signal),
    staleTime: 5 * 60_000,
    gcTime: 5 * 60_000,
  });
}

export interface Said {
  date: string;
  reason: string;
  note: string;
}

/** Does an act once, however often it is sent under its key. */
export async function doAct(act: Act, id: string, said: Said, key: string): Promise<CallOff> {
  const params = { path: { call_off_id: id }, header: { 'idempotency-key': key } };
  switch (act) {
    case 'accept':
      return bodyOf(
        await contracts.POST('/v1/call-offs/{call_off_id}/accept', {
          params,
          body: { starts_on: said.date || null },
        }),
      );
    case 'decline':
      return bodyOf(
        await contracts.POST('/v1/call-offs/{call_off_id}/decline', {
          params,
          body: { reason: said.reason as DeclineReason, note: said.note },
        }),
      );
    case 'start':
      return bodyOf(
        await contracts.POST('/v1/call-offs/{call_off_id}/start', {
          params,
          body: { started_on: said.date },
        }),
      );
    case 'end':
      return bodyOf(
        await contracts.POST('/v1/call-offs/{call_off_id}/end', {
          params,
          body: { ended_on: said.date, reason: said.reason as EndReason },
        }),
      );
  }
}
