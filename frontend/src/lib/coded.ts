/** The text of a code (target group, indicator, content element) in the language on screen. */
import i18next from 'i18next';
import type { da } from '../locales/pages';
import '../locales/pages';
import { currentLanguage } from './i18n';

type CodeList = keyof Pick<
  typeof da,
  | 'target_group'
  | 'match_group'
  | 'offer_kind'
  | 'theme'
  | 'indicator'
  | 'content'
  | 'spoken_language'
>;

/**
 * The text of a code. In Danish the API's own label wins, because the municipality may have renamed
 * it; in other languages ours does, and the API's label or the code itself stands in where we have none.
 */
export function codedText(list: CodeList, code: string, label?: string): string {
  if (currentLanguage() === 'da' && label !== undefined && label !== '') return label;
  return i18next.t(`${list}.${code}`, { ns: 'pages', defaultValue: label ?? code });
}
