import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { loadSession } from '../api/session';
import { Expiry } from './expiry';

const asked: { path: string; body: unknown }[] = [];

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status });
}

/** A session with so many minutes left, as the gateway tells it; null for one that has ended. */
function gateway(minutes: { idle: number; end: number } | null): void {
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => {
    asked.push({ path, body: typeof init?.body === 'string' ? JSON.parse(init.body) : null });
    if (minutes === null) {
      return Promise.resolve(json(401, { title: 'Slut', code: 'session_expired' }));
    }
    const at = (left: number): string => new Date(Date.now() + left * 60_000).toISOString();
    return Promise.resolve(
      json(200, {
        person: { id: 'p', name: 'Test', username: 'test' },
        municipality: { code: '0999', name: 'Eksempel Kommune' },
        role: 'caseworker',
        role_name: 'Sagsbehandler',
        rights: [],
        provider: null,
        choices: [],
        must_choose: false,
        purpose_required: true,
        access_expires_at: at(1),
        idle_expires_at: at(minutes.idle),
        ends_at: at(minutes.end),
        server_time: at(0),
      }),
    );
  });
}

afterEach(() => {
  asked.length = 0;
  vi.unstubAllGlobals();
});

test('nothing is said while there is time', async () => {
  gateway({ idle: 25, end: 400 });
  await loadSession();
  const { container } = render(<Expiry />);
  expect(container).toBeEmptyDOMElement();
});

test('five minutes before, the reader is asked, and staying is one press', async () => {
  gateway({ idle: 4.5, end: 400 });
  await loadSession();
  render(<Expiry />);
  expect(screen.getByRole('alert')).toHaveTextContent('Du bliver logget ud om 5 minutter');
  gateway({ idle: 30, end: 400 });
  await userEvent.click(screen.getByRole('button', { name: 'Bliv logget ind' }));
  expect(asked.at(-1)).toEqual({
    path: '/api/gateway/v1/session/renew',
    body: { active: true },
  });
  await vi.waitFor(() => {
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

test('the day’s own end cannot be put off, and says so', async () => {
  gateway({ idle: 30, end: 3 });
  await loadSession();
  render(<Expiry />);
  expect(screen.getByRole('alert')).toHaveTextContent('Dit login slutter om 3 minutter');
  expect(screen.queryByRole('button', { name: 'Bliv logget ind' })).toBeNull();
});

test('an ended session leaves the page and asks the reader to sign in again', async () => {
  gateway({ idle: 30, end: 400 });
  await loadSession();
  render(<Expiry />);
  gateway(null);
  await act(() => loadSession());
  expect(screen.getByRole('dialog', { name: 'Du er logget ud' })).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Log ind i dette vindue' })).toHaveAttribute(
    'href',
    '/api/gateway/v1/session/sign-in?return_to=%2F',
  );
});
