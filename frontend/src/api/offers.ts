/** What the municipality's offers are called, for lists that hold their ids. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { bodyOf, visitation } from './client';

const AT_A_TIME = 200;

function namesOptions() {
  return queryOptions({
    queryKey: ['offers', 'names'],
    queryFn: async ({ signal }) => {
      const names = new Map<string, string>();
      let cursor: string | undefined;
      do {
        const page = bodyOf(
          await visitation.GET('/v1/offers', {
            params: { query: { limit: AT_A_TIME, ...(cursor === undefined ? {} : { cursor }) } },
            signal,
          }),
        );
        for (const { id, name } of page.items) names.set(id, name);
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      return names;
    },
    staleTime: 10 * 60_000,
    retry: false,
  });
}

/** The name of an offer by id; the id itself where no name is known. */
export function useOfferNames(): (id: string) => string {
  const { data } = useQuery(namesOptions());
  return (id) => data?.get(id) ?? id;
}
