/**
 * The citizen whom the reader has looked up, carried from the guide to the order.
 *
 * Only the opaque id and the stated purpose outlive a reload, in this window's own storage; name and
 * profile stay in memory and are asked for anew. Nothing of it ever stands in an address.
 */
import { useSyncExternalStore } from 'react';
import { sessionState } from '../api/session';
import type { components } from '../api/visitation';
import { dropDraft, keepDraft, readDraft } from './draft';

export type Purpose = components['schemas']['Search']['purpose'];

export interface CitizenAtHand {
  id: string;
  purpose: Purpose;
  /** Null after a reload, until it has been asked for again. */
  name: string | null;
}

const THING = 'citizen-at-hand';
const listeners = new Set<() => void>();
let held: CitizenAtHand | null | undefined;

function reader(): string {
  const state = sessionState();
  return state.kind === 'signed_in' || state.kind === 'ended' ? state.session.person.id : '';
}

function kept(): CitizenAtHand | null {
  const found = readDraft(reader(), THING);
  if (typeof found !== 'object' || found === null || !('id' in found)) return null;
  const { id, purpose } = found as CitizenAtHand;
  return { id, purpose, name: null };
}

function tell(): void {
  for (const changed of listeners) changed();
}

/** The citizen at hand, if any. */
export function citizenAtHand(): CitizenAtHand | null {
  held ??= kept();
  return held;
}

/** Takes a citizen along, or fills in the name once it has been asked for. */
export function takeCitizen(citizen: CitizenAtHand): void {
  held = citizen;
  keepDraft(reader(), THING, { id: citizen.id, purpose: citizen.purpose });
  tell();
}

/** Puts the citizen away again. */
export function putCitizenAway(): void {
  held = null;
  dropDraft(reader(), THING);
  tell();
}

function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

/** The citizen at hand, for the pages. */
export function useCitizenAtHand(): CitizenAtHand | null {
  return useSyncExternalStore(subscribe, citizenAtHand);
}
