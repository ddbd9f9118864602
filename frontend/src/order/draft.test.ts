import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  aligningOf,
  contentOf,
  instantOf,
  isAcknowledged,
  newDraft,
  NO_TARGET,
  parseTime,
  termsOf,
  withCitizen,
  type OrderDraft,
} from './draft';
import { byStep, firstOpenStep, lacksOf, type OrderedOffer } from './mistakes';

beforeAll(() => {
  vi.setSystemTime('2026-11-22T12:00:00Z');
});
afterAll(() => {
  vi.useRealTimers();
});

let keys = 0;
const newKey = (): string => `key-${++keys}`;
const OFFER: OrderedOffer = {
  intake: 'continuous',
  kind: 'guidance',
  duration_weeks: 6,
  hours_per_week: '15.0',
  themes: ['network'],
};

function filled(changes: Partial<OrderDraft> = {}): OrderDraft {
  return {
    ...newDraft(newKey),
    citizen_id: 'b-1',
    planned_starts_on: '2026-12-01',
    planned_ends_on: '2027-01-11',
    hours_per_week: '12,5',
    targets: [{ kind: 'theme', theme: 'network', words: '', goal: 'Ringer til tre virksomheder.' }],
    reason_code: 'evidence',
    ...changes,
  };
}

function acknowledged(draft: OrderDraft): OrderDraft {
  return {
    ...draft,
    alignment: {
      ...draft.alignment,
      when: 'now',
      how: 'meeting',
      purpose: 'Flere kontakter',
      acknowledged_on: '2026-11-22',
      acknowledged_time: '10.30',
      guidance: ['oral', 'written'],
      guidance_version: '2026-01',
      acknowledged: true,
      acknowledged_terms: termsOf(draft),
    },
  };
}

test('an order is written as the API takes it', () => {
  const content = contentOf(filled({ targets: [...filled().targets, NO_TARGET] }), 'o-1');
  expect(content).toMatchObject({
    offer_id: 'o-1',
    cohort_id: null,
    hours_per_week: '12.5',
    planned_starts_on: '2026-12-01',
  });
  expect(content.targets).toEqual([
    { kind: 'theme', theme: 'network', goal: 'Ringer til tre virksomheder.' },
  ]);
});

test('the steps lead to the first that lacks something', () => {
  const empty = newDraft(newKey);
  expect(firstOpenStep(empty, OFFER)).toBe('citizen');
  expect([...lacksOf('citizen', empty, { ...OFFER, intake: 'cohorts' }).keys()]).toEqual([
    ...['citizen_id', 'cohort_id'],
  ]);
  expect([...lacksOf('targets', empty, OFFER).values()]).toEqual([
    ...['theme', 'goal', 'date_required'],
  ]);
  expect(firstOpenStep(filled(), OFFER)).toBe('alignment');
  expect(firstOpenStep(acknowledged(filled()), OFFER)).toBe('summary');
  const later = filled();
  later.alignment.when = 'later';
  expect(firstOpenStep(later, OFFER)).toBe('summary');
});

test('an end lies neither before the start nor before today', () => {
  const lacks = (ends: string, starts: string): string[] => [
    ...lacksOf(
      'targets',
      filled({ planned_ends_on: ends, planned_starts_on: starts }),
      OFFER,
    ).values(),
  ];
  expect(lacks('30-11-2026', '1-12-2026')).toEqual(['ends_early']);
  expect(lacks('21-11-2026', '')).toEqual(['ends_early']);
  expect(lacks('22-11-2026', '')).toEqual([]);
});

test('a workplace is met before a placement starts', () => {
  const lacks = lacksOf('alignment', acknowledged(filled()), { ...OFFER, kind: 'placement' });
  expect([...lacks]).toEqual([['workplace_met_on', 'workplace']]);
});

test('a reason of another kind is put in words', () => {
  expect([...lacksOf('reason', filled({ reason_code: 'other' }), OFFER).keys()]).toEqual([
    'reason_text',
  ]);
});

test('what was acknowledged of other terms does not count any more', () => {
  const draft = acknowledged(filled());
  expect(isAcknowledged(draft)).toBe(true);
  const longer = { ...draft, planned_ends_on: '2027-02-01' };
  expect([...lacksOf('alignment', longer, OFFER)]).toEqual([['acknowledged', 'acknowledged_anew']]);
  expect(isAcknowledged({ ...draft, reason_code: 'distance' })).toBe(true);
});

test('another citizen is another order, with other keys', () => {
  const draft = acknowledged(filled({ saved: { id: 'r', version: 2, content: '', aligned: '' } }));
  expect(withCitizen(draft, 'b-1', newKey)).toBe(draft);
  const other = withCitizen(draft, 'b-2', newKey);
  expect([other.saved, other.alignment.acknowledged]).toEqual([null, false]);
  expect(other.keys.order).not.toBe(draft.keys.order);
  expect(other.targets).toEqual(draft.targets);
});

test('the moment of acknowledgement is on the Danish clock, summer and winter', () => {
  expect(instantOf('2026-11-22', '10:30')).toBe('2026-11-22T09:30:00.000Z');
  expect(instantOf('2026-06-22', '10:30')).toBe('2026-06-22T08:30:00.000Z');
  expect(instantOf('2026-06-22', '00:15')).toBe('2026-06-21T22:15:00.000Z');
  expect(aligningOf(acknowledged(filled()))).toMatchObject({
    acknowledged_at: '2026-11-22T09:30:00.000Z',
    complaint_guidance: { oral: true, written: true, version: '2026-01' },
    workplace_met_on: null,
  });
  expect(['9', '9.05', '09:59', '24:00', '9.60', 'ni'].map(parseTime)).toEqual([
    ...['09:00', '09:05', '09:59', null, null, null],
  ]);
});

test('the server’s mistakes stand at their step and field', () => {
  const mistake = (pointer: string) => ({ pointer, code: 'wrong', detail: pointer });
  const found = byStep(
    ['/cohort_id', '/targets/1/theme', '/targets', '/reason_code', '/acknowledged_at'].map(mistake),
  );
  expect([...found].map(([step, fields]) => [step, [...fields.keys()]])).toEqual([
    ['citizen', ['cohort_id']],
    ['targets', ['targets.1.theme', 'targets.0.theme']],
    ['reason', ['reason_code']],
    ['alignment', ['acknowledged_on']],
  ]);
});
