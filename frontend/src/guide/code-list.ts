/** The codes that a form offers: from the API, which knows what is valid today. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { bodyOf, visitation } from '../api/client';
import { codedText } from '../lib/coded';
import { da } from '../locales/da';
import type { Choice } from '../ui/select-field';

// What each list is called in the API, and where its words stand in other languages.
const LISTS = {
  target_groups: 'target_group',
  match_groups: 'match_group',
  kinds: 'offer_kind',
  themes: 'theme',
} as const;
type ListName = keyof typeof LISTS;

function codeListOptions(name: ListName) {
  return queryOptions({
    queryKey: ['code-list', name],
    queryFn: async ({ signal }) =>
      bodyOf(await visitation.GET('/v1/code-lists/{name}', { params: { path: { name } }, signal }))
        .codes,
    staleTime: Infinity,
    retry: false,
  });
}

function isValid(code: { valid_from: string; valid_to: string | null }, day: string): boolean {
  return code.valid_from <= day && (code.valid_to === null || day <= code.valid_to);
}

/** The choices of a list, valid on the day; our own words for it until, or where, the API is silent. */
export function useCodeList(name: ListName, day: string): Choice[] {
  const { data } = useQuery(codeListOptions(name));
  const texts = LISTS[name];
  if (data === undefined) {
    return Object.keys(da[texts]).map((code) => ({ value: code, label: codedText(texts, code) }));
  }
  return data
    .filter((code) => isValid(code, day))
    .map(({ code, label_da }) => ({ value: code, label: codedText(texts, code, label_da) }));
}
