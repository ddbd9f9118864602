/** Citizens and orders that the journeys begin with, made through the API as whoever is signed in. */
import type { Page } from 'playwright-core';

export interface Case {
  citizenId: string;
  name: string;
}

/** Asks the API from the page itself, so that the cookies and the origin are the reader's own. */
export async function ask<Answer>(
  page: Page,
  method: string,
  path: string,
  body?: object,
): Promise<Answer> {
  return page.evaluate(
    async ([verb, address, sent]) => {
      const answer = await fetch(`/api/${address}`, {
        method: verb,
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
        ...(sent === null ? {} : { body: sent }),
      });
      const read: unknown = await answer.json();
      if (!answer.ok) throw new Error(`${address}: ${JSON.stringify(read)}`);
      return read as Answer;
    },
    [method, path, body === undefined ? null : JSON.stringify(body)] as const,
  );
}

/** A word that nothing else is called, without digits. */
export function newWord(): string {
  const letters = 'ABCDEFGHJKLMNPRSTUVX';
  return Array.from(
    crypto.getRandomValues(new Uint8Array(6)),
    (one) => letters[one % letters.length],
  ).join('');
}

/** Somebody whom no other journey knows, on cash benefit and job-ready. */
export async function newCitizen(page: Page): Promise<Case> {
  const name = `Prøveborger ${newWord()}`;
  const { id } = await ask<{ id: string }>(page, 'POST', 'visitation/v1/citizens', {
    name,
    birth_year: 1990,
    target_group: 'kontanthjaelp',
    match_group: 'jobparat',
  });
  return { citizenId: id, name };
}

export interface ListedOffer {
  id: string;
  name: string;
  intake: string;
  provider_id: string;
  capacity: number | null;
  kind: string;
}

/** A published offer that can begin on any day, of one provider where that is asked for. */
export async function openOffer(page: Page, providerId?: string): Promise<ListedOffer> {
  const { items } = await ask<{ items: ListedOffer[] }>(
    page,
    'GET',
    `visitation/v1/offers?status=published&limit=200${
      providerId === undefined ? '' : `&provider_id=${providerId}`
    }`,
  );
  const found = items.find((offer) => offer.intake === 'continuous' && offer.kind === 'guidance');
  if (found === undefined) throw new Error('The demonstration has no offer of continuous intake.');
  return found;
}

/** The Danish day so many days from now, also when it is still yesterday by UTC. */
function dayIn(days: number): string {
  const then = new Date(Date.now() + days * 86_400_000);
  return then.toLocaleDateString('sv-SE', { timeZone: 'Europe/Copenhagen' });
}

/** An order placed without the pages, aligned or not. */
export async function placeOrder(
  page: Page,
  citizenId: string,
  offerId: string,
  { aligned }: { aligned: boolean },
): Promise<string> {
  const today = dayIn(0);
  const later = dayIn(13);
  const { id } = await ask<{ id: string }>(page, 'POST', 'visitation/v1/referrals', {
    citizen_id: citizenId,
    offer_id: offerId,
    hours_per_week: '10.0',
    planned_starts_on: today,
    planned_ends_on: later,
    targets: [{ kind: 'condition', words: 'Fremmøde', goal: 'Møder hver dag i to uger.' }],
    reason_code: 'citizens_wish',
  });
  if (aligned) {
    await ask(page, 'POST', `visitation/v1/referrals/${id}/align`, {
      purpose: 'Faste mødetider',
      expected_of_provider: 'Melder fravær samme dag',
      how: 'meeting',
      complaint_guidance: { oral: true, written: true, version: '2026-01' },
    });
  }
  await ask(page, 'POST', `visitation/v1/referrals/${id}/order`);
  return id;
}
