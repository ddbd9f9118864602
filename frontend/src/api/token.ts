/** The demonstration's read-only token: kept in memory alone, renewed before it expires. */
import { ProblemRaised, problemFrom } from '../lib/problem';

export interface Access {
  token: string;
  municipality: string;
}

interface Held extends Access {
  renewAt: number;
}

const ADDRESS = '/demonstration/token';

let held: Promise<Held> | null = null;
let renewAt = 0;

function field(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
}

async function fetchToken(): Promise<Held> {
  const answer = await fetch(ADDRESS, {
    headers: { Accept: 'application/json' },
    cache: 'no-store',
  });
  const body: unknown = await answer.json().catch(() => null);
  const token = field(body, 'access_token');
  const name = field(body, 'municipality_name');
  if (!answer.ok || typeof token !== 'string') {
    throw new ProblemRaised(problemFrom(answer.ok ? 502 : answer.status, body));
  }
  const seconds = Number(field(body, 'expires_in')) || 60;
  return {
    token,
    municipality: typeof name === 'string' ? name : '',
    // Half life, so that no request leaves with a token about to run out.
    renewAt: Date.now() + (seconds / 2) * 1000,
  };
}

/** A token that is good for the next request; `anew` forgets the one held. */
export async function access({ anew = false } = {}): Promise<Access> {
  if (held === null || anew || Date.now() >= renewAt) {
    const asked = fetchToken();
    held = asked;
    renewAt = Infinity; // Until the answer is here, everybody waits for this one.
    asked.then(
      (got) => {
        if (held === asked) renewAt = got.renewAt;
      },
      () => {
        if (held === asked) held = null;
      },
    );
  }
  return held;
}
