import { afterEach, beforeEach, expect, test, vi } from 'vitest';

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json' },
  });
}

/** The network's edge: what was asked for, with which token, and what is answered. */
function network(answers: (path: string, token: string | null) => Response): {
  asked: [string, string | null][];
} {
  const asked: [string, string | null][] = [];
  vi.stubGlobal('fetch', (input: Request | string) => {
    const request = typeof input === 'string' ? new Request(new URL(input, location.href)) : input;
    const path = new URL(request.url).pathname;
    const token = request.headers.get('Authorization');
    asked.push([path, token]);
    return Promise.resolve(answers(path, token));
  });
  return { asked };
}

async function askGuide(): Promise<unknown> {
  const { bodyOf, visitation } = await import('./client');
  return bodyOf(
    await visitation.GET('/v1/guide', {
      baseUrl: `${location.origin}/api/visitation`,
      params: { query: { target_group: 'dagpenge' } },
    }),
  );
}

beforeEach(() => {
  vi.resetModules();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function tokens(): () => Response {
  let given = 0;
  return () => {
    given += 1;
    return json(200, { access_token: `token-${given}`, expires_in: 600, municipality_name: 'E' });
  };
}

test('one token serves many requests', async () => {
  const token = tokens();
  const { asked } = network((path) => (path.endsWith('token') ? token() : json(200, {})));
  await Promise.all([askGuide(), askGuide()]);
  await askGuide();
  expect(asked.filter(([path]) => path === '/demonstration/token')).toHaveLength(1);
  expect(asked.at(-1)).toEqual(['/api/visitation/v1/guide', 'Bearer token-1']);
});

test('an expired token is renewed once and the request sent again', async () => {
  const token = tokens();
  network((path, sent) => {
    if (path.endsWith('token')) return token();
    return sent === 'Bearer token-1'
      ? json(401, { title: 'Udløbet', code: 'token_expired', detail: '' })
      : json(200, { fresh: true });
  });
  expect(await askGuide()).toEqual({ fresh: true });
});

test('a token that keeps being refused is asked for once more and no further', async () => {
  const token = tokens();
  const { asked } = network((path) =>
    path.endsWith('token') ? token() : json(401, { title: 'Udløbet', code: 'token_expired' }),
  );
  await expect(askGuide()).rejects.toMatchObject({ problem: { code: 'token_expired' } });
  expect(asked.filter(([path]) => path.endsWith('guide'))).toHaveLength(2);
});

test('a token is renewed at half its life', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const token = tokens();
  const { asked } = network((path) => (path.endsWith('token') ? token() : json(200, {})));
  await askGuide();
  vi.setSystemTime(Date.now() + 301_000);
  await askGuide();
  expect(asked.at(-1)?.[1]).toBe('Bearer token-2');
});

test('a refused token is told as the problem that it is, and asked for again next time', async () => {
  let refuse = true;
  network((path) => {
    if (!path.endsWith('token')) return json(200, {});
    return refuse
      ? json(403, { title: 'Kun på denne maskine', code: 'loopback_only', detail: 'Åbn …' })
      : json(200, { access_token: 't', expires_in: 600 });
  });
  await expect(askGuide()).rejects.toMatchObject({ problem: { code: 'loopback_only' } });
  refuse = false;
  expect(await askGuide()).toEqual({});
});
