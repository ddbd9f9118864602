/** The codes that are valid today, with the municipality's own words for them. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { codedText } from '../lib/coded';
import { currentLanguage } from '../lib/i18n';
import { today } from '../lib/format';
import { bodyOf, visitation } from './client';

export type CodeListName = 'themes' | 'referral_reasons' | 'abort_reasons' | 'next_steps';

/** Our words for the API's codes, for those who read English; themes have theirs with the offers. */
const ENGLISH: Readonly<Record<string, string>> = {
  citizens_wish: 'The citizen’s own wish',
  evidence: 'The offer’s documented results',
  distance: 'Distance and transport',
  waiting_time: 'Shorter waiting time',
  professional_judgement: 'Professional judgement',
  requirements: 'Required by law or agreement',
  continuation: 'Continues an effort already begun',
  only_possible: 'The only possible offer',
  other: 'Another reason',
  job: 'Ordinary work',
  education: 'Education',
  illness: 'Illness',
  parental_leave: 'Parental leave',
  moved: 'Moved from the municipality',
  citizen_withdrew: 'The citizen withdrew',
  absence: 'Stayed away',
  wrong_offer: 'The offer did not suit',
  offer_stopped: 'The offer was stopped or the cohort cancelled',
  not_approved: 'Not approved',
  registered_by_mistake: 'Registered by mistake',
  left: 'Left before the end',
  not_started: 'Never came',
  cancelled: 'The order was cancelled',
  wage_subsidy: 'Wage subsidy',
  placement: 'Work placement',
  new_offer: 'New offer',
  clarification: 'Clarification of the right to another benefit',
  health: 'Health offer or treatment',
  none: 'No step agreed',
};

/** A list's codes, ended ones too. */
export function codesOptions(name: string) {
  return queryOptions({
    queryKey: ['code-list', name],
    queryFn: async ({ signal }) =>
      bodyOf(await visitation.GET('/v1/code-lists/{name}', { params: { path: { name } }, signal }))
        .codes,
    staleTime: Infinity,
    retry: false,
  });
}

/** Those of the codes that are valid today. */
export function validToday<Code extends { valid_from: string; valid_to: string | null }>(
  codes: readonly Code[],
): Code[] {
  const day = today();
  return codes.filter(
    ({ valid_from, valid_to }) => valid_from <= day && (valid_to === null || day <= valid_to),
  );
}

/** A list's valid codes as choices, and the word for any of its codes, ended ones too. */
export function useCodes(name: CodeListName): {
  choices: { value: string; label: string }[];
  labelOf: (code: string) => string;
} {
  const { data = [] } = useQuery(codesOptions(name));
  // In Danish the API's own word wins: the municipality may have renamed it.
  const word = (code: string, danish: string): string => {
    if (name === 'themes') return codedText('theme', code, danish);
    return currentLanguage() === 'da' ? danish : (ENGLISH[code] ?? danish);
  };
  return {
    choices: validToday(data).map(({ code, label_da }) => ({
      value: code,
      label: word(code, label_da),
    })),
    labelOf: (code) => {
      const known = data.find((each) => each.code === code);
      return known === undefined ? code : word(code, known.label_da);
    },
  };
}
