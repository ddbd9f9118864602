/** Clients, the log, the state of the services and their jobs, from the API. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { bodyOf, contracts, effects, gateway, surveys, visitation } from '../api/client';
import type { components } from '../api/gateway';
import { fetchWhole } from '../api/pages';

type Schemas = components['schemas'];
export type Client = Schemas['Client'];
export type IssuedClient = Schemas['IssuedClient'];
export type ClientRole = Schemas['ClientRole'];
export type Line = Schemas['Line'];
export type Found = Schemas['Found'];
export type Extract = Schemas['Extract'];
export type LogSearch = Schemas['Search'];
export type ServiceState = Schemas['ServiceState'];

const MOST = 200;
const PAGE = 50;
const AGAIN_MS = 15_000;

/** All systems of the municipality, by name. */
export function clientsOptions() {
  return queryOptions({
    queryKey: ['administration', 'clients'],
    queryFn: async ({ signal }) => {
      const { items } = await fetchWhole(async (at) =>
        bodyOf(
          await gateway.GET('/v1/clients', { params: { query: { limit: MOST, ...at } }, signal }),
        ),
      );
      return items;
    },
  });
}

/** What a system may be let in as. */
export function clientRolesOptions() {
  return queryOptions({
    queryKey: ['administration', 'client-roles'],
    queryFn: async ({ signal }) => bodyOf(await gateway.GET('/v1/client-roles', { signal })).items,
    staleTime: Infinity,
  });
}

export interface NewClient {
  name: string;
  role: string;
  provider_id: string;
}

/** Lets a system in, once however often it is sent under its key. */
export async function createClient(said: NewClient, key: string): Promise<IssuedClient> {
  return bodyOf(
    await gateway.POST('/v1/clients', {
      params: { header: { 'idempotency-key': key } },
      body: {
        name: said.name,
        role: said.role,
        provider_id: said.role === 'provider_system' ? said.provider_id : null,
        public_keys: [],
        uses_secret: true,
      },
    }),
  );
}

/** A new secret for a system. */
export async function rotateClient(
  client: Client,
  overlap_days: number,
  key: string,
): Promise<IssuedClient> {
  return bodyOf(
    await gateway.POST('/v1/clients/{client_id}/rotate', {
      params: {
        path: { client_id: client.id },
        header: { 'idempotency-key': key, 'if-match': `"${client.version}"` },
      },
      body: { overlap_days },
    }),
  );
}

/** Closes a system out. */
export async function revokeClient(client: Client, key: string): Promise<Client> {
  return bodyOf(
    await gateway.POST('/v1/clients/{client_id}/revoke', {
      params: {
        path: { client_id: client.id },
        header: { 'idempotency-key': key, 'if-match': `"${client.version}"` },
      },
    }),
  );
}

/** Lines of the log, the newest first; each page is itself a line of it. */
export function logOptions(search: LogSearch | null) {
  return infiniteQueryOptions({
    queryKey: ['administration', 'log', search],
    queryFn: async ({ pageParam, signal }) =>
      bodyOf(
        await gateway.POST('/v1/audit/search', {
          params: { query: { limit: PAGE, ...(pageParam === '' ? {} : { cursor: pageParam }) } },
          body: search ?? {},
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    enabled: search !== null,
    staleTime: Infinity,
    retry: false,
  });
}

/** A citizen's own extract. */
export function extractOptions(citizen_id: string) {
  return infiniteQueryOptions({
    queryKey: ['administration', 'extract', citizen_id],
    queryFn: async ({ pageParam, signal }) =>
      bodyOf(
        await gateway.POST('/v1/audit/extract', {
          params: { query: { limit: PAGE, ...(pageParam === '' ? {} : { cursor: pageParam }) } },
          body: { citizen_id },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    enabled: citizen_id !== '',
    staleTime: Infinity,
    retry: false,
  });
}

/** How each service does, asked again and again. */
export function operationsOptions() {
  return queryOptions({
    queryKey: ['administration', 'operations'],
    queryFn: async ({ signal }) => bodyOf(await gateway.GET('/v1/operations', { signal })),
    refetchInterval: AGAIN_MS,
  });
}

export type Job = Schemas['Job'] & { service: string };

const ASKED = { gateway, visitation, contracts, surveys, effects };

/** The newest jobs of every service, and those services that do not answer. */
export function jobsOptions() {
  return queryOptions({
    queryKey: ['administration', 'jobs'],
    queryFn: async ({ signal }): Promise<{ jobs: Job[]; silent: string[] }> => {
      const services = Object.entries(ASKED);
      const told = await Promise.allSettled(
        services.map(async ([service, client]) => {
          const asked = { params: { query: { limit: PAGE } }, signal };
          const page = bodyOf(await (client as typeof gateway).GET('/v1/jobs', asked));
          return page.items.map((job) => ({ ...job, service }));
        }),
      );
      const first = told[0];
      // One service that is away is named; all of them away is a problem of its own.
      if (first?.status === 'rejected' && told.every(({ status }) => status === 'rejected')) {
        throw first.reason;
      }
      return {
        jobs: told
          .flatMap((each) => (each.status === 'fulfilled' ? each.value : []))
          .sort((one, other) => other.asked_at.localeCompare(one.asked_at)),
        silent: services
          .filter((_, index) => told[index]?.status === 'rejected')
          .map(([service]) => service),
      };
    },
    refetchInterval: AGAIN_MS,
  });
}
