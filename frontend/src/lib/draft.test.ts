import { expect, test } from 'vitest';
import { dropAllDrafts, dropDraft, keepDraft, readDraft } from './draft';

test('a draft is found again by the same person and nobody else', () => {
  keepDraft('anna', 'order/1', { goal: 'Møde stabilt' });
  expect(readDraft('anna', 'order/1')).toEqual({ goal: 'Møde stabilt' });
  expect(readDraft('bo', 'order/1')).toBeNull();
  dropDraft('anna', 'order/1');
  expect(readDraft('anna', 'order/1')).toBeNull();
});

test.each(['-', '', ' '].map((between) => `CPR 010203${between}0004.`))(
  'a draft with %s in it is not kept',
  (text) => {
    expect(keepDraft('anna', 'note', { text })).toBe(false);
    expect(readDraft('anna', 'note')).toBeNull();
  },
);

test('an id is no CPR number', () => {
  const draft = { citizen: '01020300-0412-8345-9678-901234567890' };
  expect(keepDraft('anna', 'order/2', draft)).toBe(true);
  expect(readDraft('anna', 'order/2')).toEqual(draft);
});

test('signing out forgets all drafts', () => {
  keepDraft('anna', 'a', 1);
  keepDraft('anna', 'b', 2);
  dropAllDrafts();
  expect([readDraft('anna', 'a'), readDraft('anna', 'b')]).toEqual([null, null]);
});
