/** The quality overview from the API: all its pages, the sums behind a figure, and the choices. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { bodyOf, effects, visitation } from '../api/client';
import { codesOptions, validToday } from '../api/codes';
import { fetchWhole } from '../api/pages';
import type { components } from '../api/visitation';
import { codedText } from '../lib/coded';
import type { Choice } from '../ui/select-field';

type Schemas = components['schemas'];
export type Overview = Schemas['QualityOverview'];
export type Row = Schemas['QualityRow'];
export type Figure = Row['figures'][string];

const MOST = 200;

/** Every offer of a target group. */
export function overviewOptions(target_group: string) {
  return queryOptions({
    queryKey: ['quality', target_group],
    queryFn: ({ signal }) =>
      fetchWhole(async (at) =>
        bodyOf(
          await visitation.GET('/v1/quality-overview', {
            params: { query: { target_group, limit: MOST, ...at } },
            signal,
          }),
        ),
      ),
  });
}

/** From a figure of an offer to its definition, its steps and what was known before. */
export function sumsOptions(target_group: string, offer_id: string, definition: string) {
  return queryOptions({
    queryKey: ['quality', 'sums', target_group, offer_id, definition],
    queryFn: async ({ signal }) =>
      bodyOf(
        await effects.GET('/v1/figures/sums', {
          params: { query: { target_group, offer_id, definition } },
          signal,
        }),
      ),
  });
}

/** Where the overview lies as a file. */
export function exportAddress(target_group: string, format: 'csv' | 'xlsx'): string {
  const asked = new URLSearchParams({ target_group, format, for: 'people' });
  return `/api/visitation/v1/quality-overview/export?${asked.toString()}`;
}

/** The target groups that are valid today. */
export function useTargetGroups(): Choice[] {
  const { data = [] } = useQuery(codesOptions('target_groups'));
  return validToday(data).map(({ code, label_da }) => ({
    value: code,
    label: codedText('target_group', code, label_da),
  }));
}
