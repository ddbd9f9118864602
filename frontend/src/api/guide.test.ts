import { afterEach, expect, test, vi } from 'vitest';
import { aCard, anAnswer } from './factories';
import type { Guide } from './answers';
import { visitation } from './client';
import { fetchGuide } from './guide';

type Answer = { data: Guide } | { error: unknown; status: number };

/** The service's pages, one after another, by the cursor asked with. */
function pages(answers: (cursor: string | undefined, times: number) => Answer): void {
  let times = 0;
  vi.spyOn(visitation, 'GET').mockImplementation(((_path: string, init: unknown) => {
    times += 1;
    const { cursor } = (init as { params: { query: { cursor?: string } } }).params.query;
    const answer = answers(cursor, times);
    const status = 'data' in answer ? 200 : answer.status;
    return Promise.resolve({ ...answer, response: new Response(null, { status }) });
  }) as never);
}

const CHANGED = {
  status: 409,
  error: { title: 'Rækkefølgen er ændret', code: 'guide_changed', detail: 'Begynd forfra.' },
};

afterEach(() => {
  vi.restoreAllMocks();
});

function names({ ranked, too_few }: Guide): string[] {
  return [...ranked, ...too_few].map(({ offer }) => offer.name);
}

test('all pages of a ranking become one list', async () => {
  pages((cursor) =>
    cursor === undefined
      ? { data: anAnswer({ ranked: [aCard('A')], left: 2, next: 'b' }) }
      : { data: anAnswer({ ranked: [aCard('B')], too_few: [aCard('C')] }) },
  );
  const whole = await fetchGuide({ target_group: 'dagpenge' }, new AbortController().signal);
  expect(names(whole)).toEqual(['A', 'B', 'C']);
  expect([whole.left, whole.next]).toEqual([0, null]);
});

test('a ranking that changed on the way is begun again, so that no offer is shown twice', async () => {
  pages((cursor, times) => {
    if (cursor !== undefined) return times === 2 ? CHANGED : { data: anAnswer({ ranked: [] }) };
    return { data: anAnswer({ ranked: [aCard(times === 1 ? 'Før' : 'Efter')], next: 'x' }) };
  });
  const whole = await fetchGuide({ target_group: 'dagpenge' }, new AbortController().signal);
  expect(names(whole)).toEqual(['Efter']);
});

test('a ranking that never stands still is told as the problem that it is', async () => {
  pages((cursor) =>
    cursor === undefined ? { data: anAnswer({ ranked: [], next: 'x' }) } : CHANGED,
  );
  await expect(
    fetchGuide({ target_group: 'dagpenge' }, new AbortController().signal),
  ).rejects.toMatchObject({ problem: { code: 'guide_changed' } });
});
