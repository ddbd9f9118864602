/** The one way to the services: typed by their OpenAPI, by cookie, and with problems raised. */
import createClient from 'openapi-fetch';
import { ProblemRaised, problemFrom } from '../lib/problem';
import type { paths as ContractsPaths } from './contracts';
import type { paths as EffectsPaths } from './effects';
import type { paths as GatewayPaths } from './gateway';
import { renewSession, sessionState, signedInAgain } from './session';
import type { paths as SurveysPaths } from './surveys';
import type { paths as VisitationPaths } from './visitation';

const KEY = 'Idempotency-Key';

/** Whether there is an access cookie again; where the session has ended, waits for the reader. */
async function mayTryAgain(): Promise<boolean> {
  if (sessionState().kind === 'signed_out') return false;
  const { kind } = await renewSession();
  if (kind === 'ended') {
    await signedInAgain();
    return true;
  }
  return kind === 'signed_in';
}

/**
 * Sends a request; one that came with an expired cookie is sent once more with a new one.
 *
 * A POST carries a key of its own, so that sending it again can never do the same thing twice. A
 * page whose act must survive a reload gives the key itself.
 */
export async function send(request: Request): Promise<Response> {
  if (request.method === 'POST' && !request.headers.has(KEY)) {
    request.headers.set(KEY, crypto.randomUUID());
  }
  const again = request.clone();
  const response = await fetch(request);
  if (response.status !== 401 || !(await mayTryAgain())) return response;
  return fetch(again);
}

// A request that follows the page's own origin carries its cookies, and no other does.
const credentials = 'same-origin';

/** Sign-in, clients and the audit log. */
export const gateway = createClient<GatewayPaths>({
  baseUrl: '/api/gateway',
  credentials,
  fetch: send,
});

/** Citizens, offers, the guide and referrals. */
export const visitation = createClient<VisitationPaths>({
  baseUrl: '/api/visitation',
  credentials,
  fetch: send,
});

/** Providers, agreements, call-offs, attendance, inspections and complaints. */
export const contracts = createClient<ContractsPaths>({
  baseUrl: '/api/contracts',
  credentials,
  fetch: send,
});

/** Surveys and their figures. */
export const surveys = createClient<SurveysPaths>({
  baseUrl: '/api/surveys',
  credentials,
  fetch: send,
});

/** Registers, effects and what they are worked out from. */
export const effects = createClient<EffectsPaths>({
  baseUrl: '/api/effects',
  credentials,
  fetch: send,
});

/** The answer's body, or its problem raised. */
export function bodyOf<Body>(result: { data?: Body; error?: unknown; response: Response }): Body {
  if (result.data !== undefined) return result.data;
  throw new ProblemRaised(problemFrom(result.response.status, result.error));
}
