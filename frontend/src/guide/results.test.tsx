import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { JSX, ReactNode } from 'react';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { aCard, aFigure, aHiddenFigure, anAnswer, anUnmeasuredFigure } from '../api/factories';
import { Results } from './results';

function show(answer = anAnswer(), changes: Partial<Parameters<typeof Results>[0]> = {}): void {
  render(
    <Results
      answer={answer}
      sort={undefined}
      filtered={false}
      comparing={[]}
      mayOrder
      onSort={vi.fn()}
      onCompare={vi.fn()}
      {...changes}
    />,
  );
}

// The addresses are the router's; here a link is a link.
vi.mock('@tanstack/react-router', () => ({
  Link: ({ children }: { children: ReactNode }): JSX.Element => <a href="/">{children}</a>,
}));

beforeAll(() => {
  // jsdom has no media queries; every width answers no, which is a window of two columns.
  vi.stubGlobal('matchMedia', () => ({
    matches: false,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }));
});
afterAll(() => {
  vi.unstubAllGlobals();
});

function offer(name: string): HTMLElement {
  return screen.getByRole('article', { name });
}

test('offers that share a place say so, together and each', () => {
  const tied = { tied: true, tied_with: 1, place: 1 };
  const ranked = [aCard('Fodfæste', tied), aCard('Kompasset', tied), aCard('Vejen', { place: 3 })];
  show(anAnswer({ ranked }));
  expect(screen.getByRole('heading', { name: 'Plads 1 deles af 2 tilbud' })).toBeVisible();
  expect(within(offer('Kompasset')).getByText('deler pladsen med 1')).toBeVisible();
  expect(within(offer('Vejen')).queryByText(/deler pladsen/)).toBeNull();
});

test('a figure stands with its n, interval and what it is held against', () => {
  show(anAnswer());
  const row = within(offer('Fodfæste'));
  expect(row.getByText('40,0\u00a0%', { collapseWhitespace: false })).toBeVisible();
  expect(row.getByText('n = 120')).toBeVisible();
  expect(row.getByText(/95 %-interval fra 32,0.% til 49,0.%/)).toBeInTheDocument();
  expect(row.getByText(/Andre tilbud til målgruppen: 33,0.%/)).toBeInTheDocument();
});

test('a hidden figure says why and draws nothing', () => {
  const ranked = [aCard('Fodfæste', { figures: { effect_3m: aHiddenFigure() } })];
  show(anAnswer({ ranked }));
  const row = within(offer('Fodfæste'));
  expect(row.getByText('For få til at vise')).toBeVisible();
  expect(offer('Fodfæste').querySelector('.drawing')).toBeNull();
  expect(row.queryByText(/^0/)).toBeNull();
});

test('what is not measured is told apart from what is hidden', () => {
  const ranked = [aCard('Fodfæste', { figures: { effect_3m: anUnmeasuredFigure('effect_3m') } })];
  show(anAnswer({ ranked }));
  const row = within(offer('Fodfæste'));
  expect(row.getAllByText('Ikke målt endnu')[0]).toBeVisible();
  expect(row.queryByText('For få til at vise')).toBeNull();
});

test('an offer that lacks a chosen figure stands in a section of its own', () => {
  const too_few = [aCard('Ny', { place: null, score: null, missing: ['effect_3m'] })];
  show(anAnswer({ too_few }));
  const section = screen.getByRole('region', { name: /For få til at sige noget/ });
  expect(within(section).getByText('Mangler: 3-måneders effekt')).toBeVisible();
});

test('an older figure is marked with its date', () => {
  const old = aCard('Gammel', { figures: { effect_3m: aFigure({ as_of: '2026-08-15' }) } });
  const ranked = [aCard('Fodfæste'), old];
  show(anAnswer({ ranked }));
  expect(within(offer('Gammel')).getByText('Ældre tal: 15.08.2026')).toBeVisible();
  expect(within(offer('Fodfæste')).queryByText(/Ældre tal/)).toBeNull();
});

test('exactly one sort is active, and choosing another asks for it', async () => {
  const onSort = vi.fn();
  show(anAnswer(), { sort: 'effect_3m', onSort });
  const sorts = screen.getByRole('combobox', { name: 'Sortér efter' });
  expect(sorts).toHaveValue('effect_3m');
  await userEvent.selectOptions(sorts, 'name');
  expect(onSort).toHaveBeenCalledExactlyOnceWith('name');
});

test('a fifth offer cannot be chosen to compare, and a chosen one can be left again', async () => {
  const onCompare = vi.fn();
  const ranked = ['A', 'B', 'C', 'D', 'E'].map((name) => aCard(name));
  show(anAnswer({ ranked }), { comparing: ['A', 'B', 'C', 'D'], onCompare });
  expect(screen.getByRole('checkbox', { name: 'Sammenlign E' })).toBeDisabled();
  await userEvent.click(screen.getByRole('checkbox', { name: 'Sammenlign B' }));
  expect(onCompare).toHaveBeenCalledExactlyOnceWith(['A', 'C', 'D']);
});

test('who may not order sees no way to it', () => {
  show(anAnswer(), { mayOrder: false });
  expect(screen.queryByRole('link', { name: /Bestil/ })).toBeNull();
});

test('filters that leave nothing say what each of them takes away', () => {
  const filters = [{ filter: 'kind', label: 'type', taken_away: 37, left_without: 12 }];
  show(anAnswer({ ranked: [], filters }), { filtered: true });
  expect(screen.getByText(/uden filteret: 12 tilbud/)).toBeVisible();
});

test('no offers is said in words', () => {
  show(anAnswer({ ranked: [] }));
  expect(screen.getByRole('heading', { name: 'Ingen tilbud' })).toBeVisible();
});

test('opening an offer shows all figures and the facts', async () => {
  show(anAnswer());
  const toggle = screen.getByRole('button', { name: /Vis alle tal for Fodfæste/ });
  expect(toggle).toHaveAttribute('aria-expanded', 'false');
  await userEvent.click(toggle);
  const table = await screen.findByRole('table', { name: /Alle tal/ });
  expect(within(table).getAllByRole('rowheader')).toHaveLength(3);
  expect(screen.getByText(/1\.234,50.kr\. pr\. uge/)).toBeVisible();
  expect(screen.getByRole('button', { name: /Skjul alle tal/ })).toHaveAttribute(
    'aria-expanded',
    'true',
  );
});
