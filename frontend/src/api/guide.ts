/** The whole of a ranking, which the API gives in pages. */
import { problemOf } from '../lib/problem';
import type { Guide, GuideQuery } from './answers';
import { bodyOf, visitation } from './client';

const AT_A_TIME = 200;
const MOST_STARTS = 3;

async function fetchPage(query: GuideQuery, signal: AbortSignal): Promise<Guide> {
  return bodyOf(await visitation.GET('/v1/guide', { params: { query }, signal }));
}

/** All pages of one ranking; begun again where the ranking changed on the way. */
export async function fetchGuide(query: GuideQuery, signal: AbortSignal): Promise<Guide> {
  for (let start = 1; ; start += 1) {
    try {
      const first = await fetchPage({ ...query, limit: AT_A_TIME }, signal);
      const whole = { ...first, ranked: [...first.ranked], too_few: [...first.too_few] };
      let { next } = first;
      while (next !== null) {
        const page = await fetchPage({ ...query, limit: AT_A_TIME, cursor: next }, signal);
        whole.ranked.push(...page.ranked);
        whole.too_few.push(...page.too_few);
        ({ next } = page);
      }
      return { ...whole, left: 0, next: null };
    } catch (error) {
      if (problemOf(error).code !== 'guide_changed' || start === MOST_STARTS) throw error;
    }
  }
}
