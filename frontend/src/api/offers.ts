/** What the municipality's offers are called, for lists that hold their ids. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { bodyOf, visitation } from './client';
import { fetchWhole } from './pages';

const AT_A_TIME = 200;

function namesOptions() {
  return queryOptions({
    queryKey: ['offers', 'names'],
    queryFn: async ({ signal }) => {
      const { items } = await fetchWhole(async (at) =>
        bodyOf(
          await visitation.GET('/v1/offers', {
            params: { query: { limit: AT_A_TIME, ...at } },
            signal,
          }),
        ),
      );
      return new Map(items.map(({ id, name }) => [id, name]));
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
