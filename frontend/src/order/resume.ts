/** An order gone on with: the draft that the server has, as the page types it. */
import { newDraft, NO_TARGET, type OrderDraft } from './draft';
import { contentOf } from './draft';
import type { Referral } from './send';

/** The draft of a referral; what was acknowledged of it is kept by the server and told as done. */
export function draftOf(referral: Referral): OrderDraft {
  const draft: OrderDraft = {
    ...newDraft(),
    citizen_id: referral.citizen_id,
    cohort_id: referral.cohort_id ?? '',
    planned_starts_on: referral.planned_starts_on ?? '',
    planned_ends_on: referral.planned_ends_on ?? '',
    hours_per_week: referral.hours_per_week?.replace(/\.0$/, '').replace('.', ',') ?? '',
    targets: referral.targets.map(({ kind, theme, words, goal }) => ({
      kind,
      theme: theme ?? '',
      words: words ?? '',
      goal: goal ?? '',
    })),
    reason_code: referral.reason_code ?? '',
    reason_text: referral.reason_text,
    passed_over: referral.passed_over,
    evidence: referral.evidence,
  };
  if (draft.targets.length === 0) draft.targets = [NO_TARGET];
  return {
    ...draft,
    saved: {
      id: referral.id,
      version: referral.version,
      content: JSON.stringify(contentOf(draft, referral.offer_id)),
      aligned: '',
    },
  };
}
