import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { newDraft, type OrderDraft } from './draft';
import type * as send from './send';

interface Sent {
  method: string;
  path: string;
  key: string | null;
  match: string | null;
  body: unknown;
}

/** A browser reads an address from the page's own; the tests' Request wants it whole. */
class PageRequest extends Request {
  constructor(input: RequestInfo | URL, init?: RequestInit) {
    super(typeof input === 'string' ? new URL(input, location.href) : input, init);
  }
}

let placeOrder: typeof send.placeOrder;
let saveDraft: typeof send.saveDraft;
let sent: Sent[] = [];
/** The answers to come, in their order; null is an answer that is lost on its way. */
let answers: (object | null)[] = [];

function referral(version: number, changes: object = {}): object {
  return { id: 'r-1', version, status: 'draft', aligned_at: null, ...changes };
}

beforeEach(async () => {
  sent = [];
  vi.stubGlobal('Request', PageRequest);
  vi.stubGlobal('fetch', async (request: Request) => {
    const text = await request.clone().text();
    sent.push({
      method: request.method,
      path: new URL(request.url).pathname.replace('/api/visitation/v1/referrals', ''),
      key: request.headers.get('Idempotency-Key'),
      match: request.headers.get('If-Match'),
      body: text === '' ? null : JSON.parse(text),
    });
    const answer = answers.shift();
    if (answer === undefined || answer === null) throw new TypeError('The connection was lost.');
    return Response.json(answer);
  });
  vi.resetModules();
  ({ placeOrder, saveDraft } = await import('./send'));
});
afterEach(() => {
  vi.unstubAllGlobals();
});

function draft(changes: Partial<OrderDraft> = {}): OrderDraft {
  const made = newDraft();
  return {
    ...made,
    citizen_id: 'b-1',
    planned_ends_on: '2027-01-11',
    targets: [{ kind: 'theme', theme: 'network', words: '', goal: 'Ringer til tre.' }],
    reason_code: 'evidence',
    alignment: { ...made.alignment, when: 'later' },
    ...changes,
  };
}

test('what the server has already is not sent again', async () => {
  answers = [referral(1)];
  const saved = await saveDraft(draft(), 'o-1', vi.fn());
  await saveDraft(saved, 'o-1', vi.fn());
  expect(sent.map(({ method }) => method)).toEqual(['POST']);
});

test('a lost answer is asked for with the same words under the same key, then revised', async () => {
  answers = [null, referral(1), referral(2)];
  let kept = draft();
  const keep = (next: OrderDraft): void => {
    kept = next;
  };
  await expect(saveDraft(kept, 'o-1', keep)).rejects.toThrow();
  // The reader goes on typing before it is tried again.
  kept = { ...kept, reason_code: 'distance' };
  const saved = await saveDraft(kept, 'o-1', keep);
  const [first, again, revision] = sent;
  expect([again?.key, again?.body]).toEqual([first?.key, first?.body]);
  expect([revision?.method, revision?.match]).toEqual(['PUT', '"1"']);
  expect(revision?.body).toMatchObject({ reason_code: 'distance' });
  expect(saved.saved?.version).toBe(2);
});

test('an order whose answer was lost is placed under the same key again', async () => {
  answers = [referral(1), null, referral(2, { status: 'ordered' })];
  let kept = draft();
  const keep = (next: OrderDraft): void => {
    kept = next;
  };
  await expect(placeOrder(kept, 'o-1', keep)).rejects.toThrow();
  const placed = await placeOrder(kept, 'o-1', keep);
  expect(placed.status).toBe('ordered');
  const orders = sent.filter(({ path }) => path === '/r-1/order');
  expect(orders.map(({ key }) => key)).toEqual([kept.keys.order, kept.keys.order]);
  expect(sent.filter(({ path }) => path === '')).toHaveLength(1);
});

test('other words of an alignment are another act, with a key of its own', async () => {
  const made = draft();
  const aligned = (purpose: string): OrderDraft['alignment'] => ({
    ...made.alignment,
    when: 'now',
    how: 'meeting',
    purpose,
  });
  answers = [referral(1), null, referral(2, { aligned_at: '2026-11-22T10:00:00Z' }), referral(3)];
  let kept: OrderDraft = { ...made, alignment: aligned('Et') };
  const keep = (next: OrderDraft): void => {
    kept = next;
  };
  await expect(placeOrder(kept, 'o-1', keep)).rejects.toThrow();
  await placeOrder({ ...kept, alignment: aligned('Et andet') }, 'o-1', keep);
  const aligns = sent.filter(({ path }) => path === '/r-1/align');
  expect(aligns).toHaveLength(2);
  expect(aligns[0]?.key).not.toBe(aligns[1]?.key);
});
