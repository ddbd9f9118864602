/**
 * Who is signed in: read once, renewed while the page is open, and told to whoever asks.
 *
 * The cookies themselves are out of reach of every script. What is known here is what the gateway
 * says of them: whose they are, what they allow, and when they end.
 */
import { ProblemRaised, problemFrom, problemOf, type Problem } from '../lib/problem';

export interface Municipality {
  code: string;
  name: string;
}

export interface SessionChoice {
  id: string;
  role: string;
  role_name: string;
  municipality: Municipality;
  provider: { id: string; name: string } | null;
  chosen: boolean;
}

export interface Session {
  person: { id: string; name: string; username: string };
  municipality: Municipality;
  role: string;
  role_name: string;
  rights: readonly string[];
  provider: { id: string; name: string } | null;
  choices: readonly SessionChoice[];
  must_choose: false;
  purpose_required: boolean;
  access_expires_at: string;
  idle_expires_at: string;
  ends_at: string;
  server_time: string;
}

/** Several roles, municipalities or providers, and none chosen yet: nothing else is allowed. */
export type Unchosen = Pick<Session, 'person' | 'choices'> & { must_choose: true };

type Answer = Session | Unchosen;

export type SessionState =
  | { kind: 'unknown' }
  | { kind: 'signed_out' }
  | { kind: 'failed'; problem: Problem }
  | { kind: 'choosing'; session: Unchosen }
  | { kind: 'signed_in'; session: Session }
  /** It ran out while the page was open: the page stays, and so does what was typed. */
  | { kind: 'ended'; session: Session };

const SESSION_ADDRESS = '/api/gateway/v1/session';
const ANSWERS_AGAIN = 'pejling.signed-in';
const LEAST_WAIT_MS = 1000;

let state: SessionState = { kind: 'unknown' };
let serverAhead = 0;
let acted = false;
let renewal: Promise<SessionState> | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

/** What is known now. */
export function sessionState(): SessionState {
  return state;
}

/** Calls back at each change; for React's `useSyncExternalStore`. */
export function subscribeToSession(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

/** The time at the gateway, which decides when a session ends. */
export function serverNow(): number {
  return Date.now() + serverAhead;
}

function set(next: SessionState): SessionState {
  state = next;
  clearTimeout(timer);
  if (next.kind === 'signed_in') {
    serverAhead = Date.parse(next.session.server_time) - Date.now();
    scheduleRenewal(next.session);
  }
  for (const changed of listeners) changed();
  return next;
}

/** Renews at half life, so that no request leaves with a token about to run out. */
function scheduleRenewal(session: Session): void {
  const left = Date.parse(session.access_expires_at) - serverNow();
  timer = setTimeout(() => void renewQuietly(), Math.max(LEAST_WAIT_MS, left / 2));
}

async function renewQuietly(): Promise<void> {
  // A page that nobody looks at asks for nothing; it catches up when it is seen again.
  if (!document.hidden) await renewSession();
}

async function ask(path: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${SESSION_ADDRESS}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    credentials: 'same-origin',
    cache: 'no-store',
    headers: {
      Accept: 'application/json',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const read: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw new ProblemRaised(problemFrom(answer.status, read));
  return read;
}

function stateOf(answer: Answer): SessionState {
  return answer.must_choose
    ? { kind: 'choosing', session: answer }
    : { kind: 'signed_in', session: answer };
}

function settle(asked: Promise<unknown>): Promise<SessionState> {
  return asked.then(
    (answer) => set(stateOf(answer as Answer)),
    (error: unknown) => {
      const problem = problemOf(error);
      const known = state.kind === 'signed_in' || state.kind === 'ended' ? state.session : null;
      if (problem.status === 401) {
        return set(known === null ? { kind: 'signed_out' } : { kind: 'ended', session: known });
      }
      // A gateway that does not answer takes nothing away: the page stays as it was.
      return known === null ? set({ kind: 'failed', problem }) : state;
    },
  );
}

/** Asks who is signed in; where the access cookie has run out, it is renewed at once. */
export async function loadSession(): Promise<SessionState> {
  const found = await settle(ask(''));
  if (found.kind !== 'signed_in') return found;
  const left = Date.parse(found.session.access_expires_at) - serverNow();
  return left > LEAST_WAIT_MS ? found : renewSession({ active: true });
}

/** A new access cookie; everybody who asks meanwhile waits for the same one. */
export function renewSession({ active = acted } = {}): Promise<SessionState> {
  renewal ??= settle(ask('/renew', { active })).finally(() => {
    renewal = null;
  });
  acted = false;
  return renewal;
}

/** Chooses the role, municipality or provider to act for. */
export async function chooseRole(choice: string): Promise<SessionState> {
  return set(stateOf((await ask('/choose', { choice })) as Answer));
}

/** Ends the session; the answer says where the identity provider's own is ended. */
export async function endSession(everywhere: boolean): Promise<string> {
  const answer = (await ask('/sign-out', { everywhere })) as { continue_at: string };
  clearTimeout(timer);
  return answer.continue_at;
}

/** Where signing in begins; afterwards the reader is back on the same page. */
export function signInAddress(returnTo: string): string {
  return `${SESSION_ADDRESS}/sign-in?return_to=${encodeURIComponent(returnTo)}`;
}

/** Resolves when there is a session again; a request that was refused waits for it. */
export function signedInAgain(): Promise<void> {
  return new Promise((resolve) => {
    const stop = subscribeToSession(() => {
      if (state.kind !== 'signed_in') return;
      stop();
      resolve();
    });
  });
}

/** Tells the reader's other windows that they may go on. */
export function announceSignedIn(): void {
  const channel = new BroadcastChannel(ANSWERS_AGAIN);
  channel.postMessage('');
  channel.close();
}

/** Watches for what the reader does and for other windows; begins when the page does. */
export function watchSession(): void {
  const mark = (): void => {
    acted = true;
  };
  addEventListener('pointerdown', mark, { passive: true });
  addEventListener('keydown', mark, { passive: true });
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return;
    if (state.kind === 'ended') void loadSession();
    else if (state.kind === 'signed_in') void renewSession();
  });
  new BroadcastChannel(ANSWERS_AGAIN).addEventListener('message', () => void loadSession());
}
