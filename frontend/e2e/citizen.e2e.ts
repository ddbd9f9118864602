/** A citizen answers by a personal link: without scripts, on a phone and by keyboard alone. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  axeFindings,
  isTooWide,
  newContext,
  PHONE,
  systemUrl,
  takePictures,
  WIDE,
} from './browser';

interface Invitation {
  id: string;
  status: 'invited' | 'linked' | 'answered';
}

let headers: Record<string, string>;
let wave: string;
let page: Page;
const waiting: Invitation[] = [];

async function demonstration(): Promise<{ client_id: string; client_secret: string }> {
  const path = process.env['PEJLING_E2E_DEMO'];
  if (path === undefined) throw new Error('PEJLING_E2E_DEMO must say where demo.json lies.');
  const told = JSON.parse(await readFile(path, 'utf-8')) as {
    clients: { jobcenter: { client_id: string; client_secret: string } };
  };
  return told.clients.jobcenter;
}

async function ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
  const answer = await fetch(`${systemUrl()}/api/surveys/v1${path}`, {
    method,
    headers: {
      ...headers,
      'Content-Type': 'application/json',
      ...(method === 'POST' ? { 'Idempotency-Key': crypto.randomUUID() } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

/** The address of a link that nobody has used. */
async function newLink(): Promise<string> {
  const invitation = waiting.pop();
  if (invitation === undefined) throw new Error('Nobody is left to ask.');
  const made = await ask<{ url: string }>('POST', `/invitations/${invitation.id}/link`);
  return new URL(made.url, systemUrl()).href;
}

beforeAll(async () => {
  const { client_id, client_secret } = await demonstration();
  const granted = await fetch(`${systemUrl()}/api/gateway/v1/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret }),
  });
  const { access_token } = (await granted.json()) as { access_token: string };
  headers = { Authorization: `Bearer ${access_token}` };
  const waves = await ask<{ items: { id: string; status: string }[] }>('GET', '/waves');
  const open = waves.items.find(({ status }) => status === 'open');
  if (open === undefined) throw new Error('The demonstration has no open wave.');
  wave = open.id;
  const asked = await ask<{ items: Invitation[] }>('GET', `/waves/${wave}/invitations?limit=200`);
  waiting.push(...asked.items.filter(({ status }) => status !== 'answered'));
  page = await opened('without scripts');
});
afterAll(() => page.context().close());
beforeEach(() => page.setViewportSize(PHONE));

/** A page in a browser that knows nothing of any other. */
async function opened(scripts: 'with scripts' | 'without scripts'): Promise<Page> {
  const context = await newContext({ javaScriptEnabled: scripts === 'with scripts' });
  return context.newPage();
}

/** Chooses by keyboard: the group is reached by Tab, and its choice by the arrows. */
async function chooseByKeyboard(page: Page, name: string, value: number): Promise<void> {
  const reached = page.locator(`input[name="${name}"]:focus`);
  for (let pressed = 0; (await reached.count()) === 0; pressed += 1) {
    if (pressed > 30) throw new Error(`Tab does not reach ${name}.`);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Space');
  for (let at = 1; at < value; at += 1) await page.keyboard.press('ArrowDown');
  expect(await page.locator(`#${name}-${value}`).isChecked()).toBe(true);
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name }).focus();
  await Promise.all([page.waitForLoadState('load'), page.keyboard.press('Enter')]);
}

describe.each([
  ['on a phone', PHONE],
  ['on a wide screen', WIDE],
])('%s', (_, viewport) => {
  beforeEach(() => page.setViewportSize(viewport));

  test('half an answer is kept, resumed and sent by keyboard, and counts once', async () => {
    const link = await newLink();
    await page.goto(link);
    await page.getByRole('heading', { level: 1, name: 'Hvad synes du om forløbet?' }).waitFor();
    expect(await page.content()).not.toMatch(/<script/i);
    if (viewport === PHONE) await takePictures(page, 'citizen');

    await chooseByKeyboard(page, 'satisfaction', 4);
    await press(page, 'Gem og fortsæt senere');
    await page.getByRole('heading', { name: 'Dine svar er gemt' }).waitFor();

    const later = await opened('without scripts');
    await later.setViewportSize(viewport);
    await later.goto(link);
    expect(await later.locator('#satisfaction-4').isChecked()).toBe(true);
    expect(await later.locator('input[name="closeness"]:checked').count()).toBe(0);
    await chooseByKeyboard(later, 'closeness', 2);
    await later.locator('#comment').fill('Godt med praktik undervejs.');
    await press(later, 'Send svar');
    await later.getByRole('heading', { name: 'Tak for dit svar' }).waitFor();

    const again = await later.goto(link);
    expect(again?.status()).toBe(410);
    await later.getByRole('heading', { name: 'Du har svaret' }).waitFor();
    expect(await later.locator('form').count()).toBe(0);
    await later.context().close();
  });

  test('what is missing is pointed at, and what was chosen stays', async () => {
    await page.goto(await newLink());
    await chooseByKeyboard(page, 'relevance', 5);
    await press(page, 'Send svar');
    await page.getByRole('heading', { name: 'Der er noget, du skal rette' }).waitFor();
    expect(await page.locator('#relevance-5').isChecked()).toBe(true);
    expect(await page.title()).toMatch(/^Fejl: /);
    const faults = page.locator('.summary a');
    expect(await faults.count()).toBe(2);
    await faults.first().click();
    expect(new URL(page.url()).hash).toBe('#satisfaction-1');
    expect(await isTooWide(page)).toBe(false);
  });

  test('every page of it is clean to axe, in both languages', async () => {
    // Axe is itself a script; the pages are the same with and without.
    const scripted = await opened('with scripts');
    await scripted.setViewportSize(viewport);
    const link = await newLink();
    const clean = async (): Promise<void> => {
      expect(await axeFindings(scripted)).toEqual([]);
      expect(await isTooWide(scripted)).toBe(false);
    };
    for (const language of ['en', 'da']) {
      await scripted.goto(`${link}?sprog=${language}`);
      expect(await scripted.locator('html').getAttribute('lang')).toBe(language);
      await clean();
    }
    await press(scripted, 'Send svar');
    await scripted.locator('.summary').waitFor();
    await clean();
    await press(scripted, 'Gem og fortsæt senere');
    await scripted.locator('.notice').waitFor();
    await clean();
    await scripted.goto(link.replace(/[^/]+$/, 'a'.repeat(43)));
    await scripted.getByRole('heading', { name: 'Linket virker ikke' }).waitFor();
    await clean();
    await scripted.context().close();
  });
});

test('a newer link makes the older one useless', async () => {
  const invitation = waiting.pop();
  if (invitation === undefined) throw new Error('Nobody is left to ask.');
  const make = async (): Promise<string> => {
    const { url } = await ask<{ url: string }>('POST', `/invitations/${invitation.id}/link`);
    return new URL(url, systemUrl()).href;
  };
  const [older, newer] = [await make(), await make()];
  expect((await page.goto(older))?.status()).toBe(404);
  await page.getByRole('heading', { name: 'Linket virker ikke' }).waitFor();
  expect((await page.goto(newer))?.status()).toBe(200);
});

// Last, because it closes the wave for all.
test('when the time is up the page says so, and takes nothing', async () => {
  const link = await newLink();
  await ask('POST', `/waves/${wave}/close`);
  const answer = await page.goto(link);
  expect(answer?.status()).toBe(410);
  await page.getByRole('heading', { name: 'Fristen er gået' }).waitFor();
  expect(await page.locator('form').count()).toBe(0);
});
