import { afterEach, beforeEach, expect, test, vi } from 'vitest';

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json' },
  });
}

interface Asked {
  path: string;
  key: string | null;
  body: string;
}

/** The network's edge: what was asked for, and what is answered. */
function network(answers: (path: string, times: number) => Response): Asked[] {
  const asked: Asked[] = [];
  vi.stubGlobal('fetch', async (input: Request | string, init?: RequestInit) => {
    const request =
      typeof input === 'string' ? new Request(new URL(input, location.href), init) : input;
    const path = new URL(request.url).pathname;
    asked.push({
      path,
      key: request.headers.get('Idempotency-Key'),
      body: await request.text(),
    });
    return answers(path, asked.filter((one) => one.path === path).length);
  });
  return asked;
}

function aSession(changes: object = {}): object {
  const at = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();
  return {
    person: { id: 'p1', name: 'Sagsbehandler', username: 'sagsbehandler' },
    municipality: { code: '0999', name: 'Eksempel Kommune' },
    role: 'caseworker',
    role_name: 'Sagsbehandler',
    rights: ['guide.read'],
    provider: null,
    choices: [],
    must_choose: false,
    purpose_required: true,
    access_expires_at: at(60),
    idle_expires_at: at(1800),
    ends_at: at(28800),
    server_time: at(0),
    ...changes,
  };
}

const EXPIRED = { title: 'Udløbet', code: 'token_expired', detail: '' };
const ENDED = { title: 'Sessionen er slut', code: 'session_expired', detail: '' };
const baseUrl = `${location.origin}/api/visitation`;

async function askGuide(): Promise<unknown> {
  const { bodyOf, visitation } = await import('./client');
  return bodyOf(
    await visitation.GET('/v1/guide', {
      baseUrl,
      params: { query: { target_group: 'dagpenge' } },
    }),
  );
}

async function signIn(): Promise<typeof import('./session')> {
  const session = await import('./session');
  await session.loadSession();
  return session;
}

beforeEach(() => {
  vi.resetModules();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('an expired cookie is renewed once for all who wait, and each request is sent again', async () => {
  let renewed = false;
  const asked = network((path) => {
    if (path.endsWith('/renew')) renewed = true;
    if (path.includes('/session')) return json(200, aSession());
    return renewed ? json(200, { fresh: true }) : json(401, EXPIRED);
  });
  await signIn();
  expect(await Promise.all([askGuide(), askGuide()])).toEqual([{ fresh: true }, { fresh: true }]);
  expect(asked.filter(({ path }) => path.endsWith('/renew'))).toHaveLength(1);
});

test('a request that keeps being refused is told as it is', async () => {
  const asked = network((path) =>
    path.includes('/session') ? json(200, aSession()) : json(401, EXPIRED),
  );
  await signIn();
  await expect(askGuide()).rejects.toMatchObject({ problem: { code: 'token_expired' } });
  expect(asked.filter(({ path }) => path.endsWith('guide'))).toHaveLength(2);
});

test('who is not signed in is not asked to renew anything', async () => {
  const asked = network(() => json(401, { title: 'Ikke logget ind', code: 'not_signed_in' }));
  const session = await signIn();
  expect(session.sessionState().kind).toBe('signed_out');
  await expect(askGuide()).rejects.toMatchObject({ problem: { code: 'not_signed_in' } });
  expect(asked.some(({ path }) => path.endsWith('/renew'))).toBe(false);
});

test('a request waits while the reader signs in again, and then goes through', async () => {
  let signedIn = true;
  network((path) => {
    if (path.includes('/session')) return signedIn ? json(200, aSession()) : json(401, ENDED);
    return signedIn ? json(200, { fresh: true }) : json(401, EXPIRED);
  });
  const session = await signIn();
  signedIn = false;
  const answer = askGuide();
  await vi.waitFor(() => {
    expect(session.sessionState().kind).toBe('ended');
  });
  signedIn = true;
  await session.loadSession();
  expect(await answer).toEqual({ fresh: true });
});

test('a POST carries one key, the same when it is sent again, with the same body', async () => {
  let renewed = false;
  const asked = network((path) => {
    if (path.endsWith('/renew')) renewed = true;
    if (path.includes('/session')) return json(200, aSession());
    return renewed ? json(200, { citizens: [] }) : json(401, EXPIRED);
  });
  await signIn();
  const { visitation } = await import('./client');
  await visitation.POST('/v1/citizens/search', {
    baseUrl,
    body: { name: 'Test', purpose: 'visitation' },
  });
  const [first, second] = asked.filter(({ path }) => path.endsWith('/search'));
  expect(first?.key).toMatch(/^[0-9a-f-]{36}$/);
  expect(second).toEqual(first);
});

test('a session is renewed at half the life of its cookie', async () => {
  vi.useFakeTimers();
  const asked = network(() => json(200, aSession()));
  await signIn();
  const renewals = (): number => asked.filter(({ path }) => path.endsWith('/renew')).length;
  await vi.advanceTimersByTimeAsync(29_000);
  expect(renewals()).toBe(0);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(renewals()).toBe(1);
});

test('a page opened with an old cookie renews it before it asks for anything', async () => {
  const old = new Date(Date.now() - 1000).toISOString();
  const asked = network((path) =>
    json(200, path.endsWith('/renew') ? aSession() : aSession({ access_expires_at: old })),
  );
  const session = await signIn();
  expect(asked.map(({ path }) => path.split('/').at(-1))).toEqual(['session', 'renew']);
  expect(session.sessionState().kind).toBe('signed_in');
});

test('a gateway that does not answer takes nothing from a reader who is signed in', async () => {
  let down = false;
  network(() => (down ? json(503, null) : json(200, aSession())));
  const session = await signIn();
  down = true;
  await session.renewSession();
  expect(session.sessionState().kind).toBe('signed_in');
});
