/** Who a list of ids is about: asked for by whoever opens it, kept in memory alone, and audited. */
import { bodyOf, visitation } from './client';
import type { components } from './visitation';

export type Participant = components['schemas']['Participant'];

const AT_A_TIME = { citizens: 50, participants: 200 };

function inParts<Item>(items: readonly Item[], size: number): Item[][] {
  const parts: Item[][] = [];
  for (let first = 0; first < items.length; first += size) {
    parts.push(items.slice(first, first + size));
  }
  return parts;
}

/** The names of citizens by id; those that are gone are not there. */
export async function fetchNames(
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const part of inParts([...new Set(ids)], AT_A_TIME.citizens)) {
    const { items } = bodyOf(
      await visitation.POST('/v1/citizens/search', {
        body: { purpose: 'follow_up', ids: part },
        ...(signal === undefined ? {} : { signal }),
      }),
    );
    for (const { id, name } of items) names.set(id, name);
  }
  return names;
}

/** Who takes part in a provider's own orders, by the order's id. */
export async function fetchParticipants(
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, Participant>> {
  const found = new Map<string, Participant>();
  for (const part of inParts(ids, AT_A_TIME.participants)) {
    const { items } = bodyOf(
      await visitation.POST('/v1/referrals/participants', {
        body: { referral_ids: part },
        ...(signal === undefined ? {} : { signal }),
      }),
    );
    for (const each of items) found.set(each.referral_id, each);
  }
  return found;
}
