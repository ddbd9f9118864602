/**
 * An order on its way: what is typed, what the server has of it, and the keys of its three acts.
 *
 * The server keeps the referral as a draft from the first step on; this one holds what was typed
 * since. The keys are made once, so that a press, a reload and a lost answer all place one order.
 */
import { parseDate } from '../lib/typed-date';
import { PROSE } from '../api/alignment';
import type { components } from '../api/visitation';

type Schemas = components['schemas'];
export type Content = Schemas['visitation__referrals__schemas__Content'];
export type Aligning = Schemas['Aligning'];
export type Offer = Schemas['Offer'];
export type Evidence = Schemas['Evidence'];

export type Prose = (typeof PROSE)[number];
export type How = Aligning['how'];

export interface TargetDraft {
  kind: 'theme' | 'condition';
  theme: string;
  words: string;
  goal: string;
}

/** What the citizen acknowledged, and of which terms; typed as the API names it. */
export interface AlignmentDraft extends Record<Prose, string> {
  when: 'now' | 'later' | '';
  how: How | '';
  acknowledged_on: string;
  acknowledged_time: string;
  guidance: string[];
  guidance_version: string;
  workplace_met_on: string;
  acknowledged: boolean;
  /** The terms as they were when it was acknowledged. */
  acknowledged_terms: string;
}

export interface OrderDraft {
  citizen_id: string;
  cohort_id: string;
  planned_starts_on: string;
  planned_ends_on: string;
  hours_per_week: string;
  targets: TargetDraft[];
  reason_code: string;
  reason_text: string;
  passed_over: string[];
  evidence: Evidence | null;
  alignment: AlignmentDraft;
  /** What the server has: the referral, its version, and what was sent to it. */
  saved: { id: string; version: number; content: string; aligned: string } | null;
  /** What is sent and not answered yet, under the key of that very body. */
  sending: { create: string; align: string };
  keys: { create: string; align: string; order: string };
}

export const NO_TARGET: TargetDraft = { kind: 'theme', theme: '', words: '', goal: '' };

/** An empty order, with keys of its own. */
export function newDraft(newKey: () => string = () => crypto.randomUUID()): OrderDraft {
  return {
    citizen_id: '',
    cohort_id: '',
    planned_starts_on: '',
    planned_ends_on: '',
    hours_per_week: '',
    targets: [NO_TARGET],
    reason_code: '',
    reason_text: '',
    passed_over: [],
    evidence: null,
    alignment: {
      when: '',
      how: '',
      acknowledged_on: '',
      acknowledged_time: '',
      guidance: [],
      guidance_version: '',
      workplace_met_on: '',
      acknowledged: false,
      acknowledged_terms: '',
      purpose: '',
      wishes: '',
      expected_of_citizen: '',
      expected_of_caseworker: '',
      expected_of_provider: '',
      expected_of_workplace: '',
      own_responsibility: '',
      rights_and_duties: '',
    },
    saved: null,
    sending: { create: '', align: '' },
    keys: { create: newKey(), align: newKey(), order: newKey() },
  };
}

/** Another citizen is another order: what the server has of the first one is left as it is. */
export function withCitizen(
  draft: OrderDraft,
  citizenId: string,
  newKey: () => string = () => crypto.randomUUID(),
): OrderDraft {
  if (draft.citizen_id === citizenId) return draft;
  return {
    ...draft,
    citizen_id: citizenId,
    saved: null,
    sending: { create: '', align: '' },
    keys: newDraft(newKey).keys,
    alignment: { ...draft.alignment, acknowledged: false, acknowledged_terms: '' },
  };
}

function dateOrNull(typed: string): string | null {
  return typed.trim() === '' ? null : (parseDate(typed) ?? typed);
}

/** Hours as typed in Danish, as the API reads them. */
export function decimalOf(typed: string): string | null {
  return typed.trim() === '' ? null : typed.trim().replace(',', '.');
}

/** The referral's content as the API takes it. */
export function contentOf(draft: OrderDraft, offerId: string): Content {
  return {
    offer_id: offerId,
    cohort_id: draft.cohort_id || null,
    planned_starts_on: dateOrNull(draft.planned_starts_on),
    planned_ends_on: dateOrNull(draft.planned_ends_on),
    hours_per_week: decimalOf(draft.hours_per_week),
    targets: draft.targets
      .filter((target) => `${target.theme}${target.words}${target.goal}`.trim() !== '')
      .map(({ kind, theme, words, goal }) =>
        kind === 'theme' ? { kind, theme, goal } : { kind, words, goal },
      ),
    reason_code: draft.reason_code || null,
    reason_text: draft.reason_text,
    passed_over: draft.passed_over,
    evidence: draft.evidence,
  };
}

/** What the citizen acknowledges: when it changes, expectations are aligned anew. */
export function termsOf(draft: OrderDraft): string {
  const { targets, hours_per_week, planned_ends_on } = contentOf(draft, '');
  return JSON.stringify([targets, hours_per_week, planned_ends_on]);
}

/** Whether what was acknowledged is what is ordered. */
export function isAcknowledged(draft: OrderDraft): boolean {
  const { acknowledged, acknowledged_terms } = draft.alignment;
  return acknowledged && acknowledged_terms === termsOf(draft);
}

/** The instant of a Danish clock, ISO 8601; the summer hour is looked up, not guessed. */
export function instantOf(day: string, time: string): string {
  const guess = Date.parse(`${day}T${time}:00Z`);
  const shown = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Europe/Copenhagen',
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(guess);
  const ahead = Date.parse(`${shown.replace(' ', 'T')}Z`) - guess;
  return new Date(guess - ahead).toISOString();
}

/** A time as typed, `tt:mm`; null where it is none. */
export function parseTime(typed: string): string | null {
  const [, hour = '', minute = '00'] = /^(\d{1,2})(?:[.:](\d{2}))?$/.exec(typed.trim()) ?? [];
  if (hour === '' || Number(hour) > 23 || Number(minute) > 59) return null;
  return `${hour.padStart(2, '0')}:${minute}`;
}

/** The alignment as the API takes it; give it only what `mistakesOf` finds nothing in. */
export function aligningOf(draft: OrderDraft): Aligning {
  const { alignment } = draft;
  const prose = Object.fromEntries(PROSE.map((name) => [name, alignment[name]])) as Record<
    Prose,
    string
  >;
  const day = parseDate(alignment.acknowledged_on);
  const time = parseTime(alignment.acknowledged_time);
  return {
    ...prose,
    how: alignment.how || 'meeting',
    acknowledged_at: day === null || time === null ? null : instantOf(day, time),
    complaint_guidance: {
      oral: alignment.guidance.includes('oral'),
      written: alignment.guidance.includes('written'),
      version: alignment.guidance_version,
    },
    workplace_met_on: dateOrNull(alignment.workplace_met_on),
  };
}
