/** The codes that a form offers: from the API, which knows what is valid today. */
import { useQuery } from '@tanstack/react-query';
import { codesOptions, validToday } from '../api/codes';
import { codedText } from '../lib/coded';
import { da } from '../locales/pages';
import type { Choice } from '../ui/select-field';

// What each list is called in the API, and where its words stand in other languages.
const LISTS = {
  target_groups: 'target_group',
  match_groups: 'match_group',
  kinds: 'offer_kind',
  themes: 'theme',
} as const;

/** The choices of a list, valid today; our own words for it until, or where, the API is silent. */
export function useCodeList(name: keyof typeof LISTS): Choice[] {
  const { data } = useQuery(codesOptions(name));
  const texts = LISTS[name];
  if (data === undefined) {
    return Object.keys(da[texts]).map((code) => ({ value: code, label: codedText(texts, code) }));
  }
  return validToday(data).map(({ code, label_da }) => ({
    value: code,
    label: codedText(texts, code, label_da),
  }));
}
