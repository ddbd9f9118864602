/** A token for the page's tries: fetched as any system fetches one, and kept in memory alone. */
import { ProblemRaised, problemFrom } from '../lib/problem';

export const TOKEN_ADDRESS = '/api/gateway/v1/token';

/** HTTP Basic of a client (RFC 6749 §2.3.1: each part form-encoded by itself). */
function basic(id: string, secret: string): string {
  const encoded = [id, secret].map((part) => encodeURIComponent(part).replaceAll('%20', '+'));
  return `Basic ${btoa(encoded.join(':'))}`;
}

/**
 * The token of a client, or its problem raised.
 *
 * The answer is no client's business but this page's: no cache keeps it, and no cookie goes along.
 */
export async function fetchToken(id: string, secret: string): Promise<string> {
  const answer = await fetch(TOKEN_ADDRESS, {
    method: 'POST',
    headers: { Accept: 'application/json', Authorization: basic(id, secret) },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
    cache: 'no-store',
    credentials: 'omit',
  });
  const body: unknown = await answer.json().catch(() => null);
  const token: unknown =
    typeof body === 'object' && body !== null ? Reflect.get(body, 'access_token') : undefined;
  if (!answer.ok || typeof token !== 'string') {
    throw new ProblemRaised(problemFrom(answer.ok ? 502 : answer.status, body));
  }
  return token;
}
