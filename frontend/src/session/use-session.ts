/** Who is signed in, for the pages. */
import { useSyncExternalStore } from 'react';
import {
  sessionState,
  subscribeToSession,
  type Session,
  type SessionState,
  type Unchosen,
} from '../api/session';

/** What is known of the session, the unknown and the ended included. */
export function useSessionState(): SessionState {
  return useSyncExternalStore(subscribeToSession, sessionState);
}

/** The session of a page behind sign-in; one that ended a moment ago still names its person. */
export function useSession(): Session {
  const state = useSessionState();
  if (state.kind === 'signed_in' || state.kind === 'ended') return state.session;
  throw new Error('This page stands outside sign-in.');
}

/** Who it is, also before they have chosen whom to work for; null outside sign-in. */
export function useAccount(): Session | Unchosen | null {
  const state = useSessionState();
  return 'session' in state ? state.session : null;
}

/** Whether the reader may do an act, by the name of its right (`referrals.order`). */
export function useRight(right: string): boolean {
  return useSession().rights.includes(right);
}
