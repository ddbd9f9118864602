/** The API's page: a stranger reads what there is, gets in, and tries an operation. */
import type { Locator, Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  axeFindings,
  isTooWide,
  openBrowser,
  PHONE,
  systemUrl,
  WIDE,
  type Watched,
} from './browser';
import { systemToken } from './sign-in';

const DOCUMENT = '**/api/gateway/v1/openapi.json';
const TOKEN = '**/api/gateway/v1/token';

interface Document {
  info: { 'x-missing'?: string[] };
  paths: Record<string, Record<string, { tags: string[]; deprecated?: boolean }>>;
}

let browser: Watched;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  page = await browser.context.newPage();
});
afterAll(() => browser.close());
beforeEach(async () => {
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.setViewportSize(WIDE);
});
afterEach(() => {
  expect([...browser.foreignHosts]).toEqual([]);
  expect(browser.complaints).toEqual([]);
});

const CODE_LISTS = '/api/visitation/v1/code-lists';

async function openReference(): Promise<void> {
  await page.goto('/api-docs');
  await page.locator('.opblock').first().waitFor();
}

async function pasteToken(): Promise<void> {
  await page.getByLabel('eller et token').fill(await systemToken());
  await page.getByRole('button', { name: 'Brug til forsøg' }).click();
  await page.getByText('Tokenet sendes med hvert forsøg').waitFor();
}

/** Opens an operation and sends it as it stands, by the keyboard alone; where its answer comes. */
async function tryOperation(name: string): Promise<Locator> {
  const operation = page.locator(`#operations-visitation-visitation_${name}`);
  await operation.locator('.opblock-summary-control').press('Enter');
  await operation.getByRole('button', { name: 'Try it out' }).press('Enter');
  await operation.getByRole('button', { name: 'Execute' }).press('Enter');
  const answer = operation.locator('.live-responses-table');
  await answer.waitFor();
  return answer;
}

/** Lets the real document through, changed. */
async function changeDocument(change: (document: Document) => Document): Promise<void> {
  await page.route(DOCUMENT, async (route: Route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: change((await response.json()) as Document) });
  });
}

/** The real document with one address of its hundreds, which would take a second to draw. */
async function shortenDocument(path: string): Promise<void> {
  await changeDocument((document) => ({
    ...document,
    paths: Object.fromEntries(Object.entries(document.paths).filter(([known]) => known === path)),
  }));
}

/** The document with one operation of each look, the one of the longest address. */
function oneOfEachLook({ paths, ...document }: Document): Document {
  const longest = new Map<string, { path: string; method: string }>();
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, { tags, deprecated = false }] of Object.entries(operations)) {
      const look = `${tags.join()} ${method} ${String(deprecated)}`;
      if (path.length > (longest.get(look)?.path.length ?? 0)) longest.set(look, { path, method });
    }
  }
  const kept: Document['paths'] = {};
  for (const { path, method } of longest.values()) {
    const operation = paths[path]?.[method];
    if (operation !== undefined) kept[path] = { ...kept[path], [method]: operation };
  }
  return { ...document, paths: kept };
}

test('the guide’s footer leads to every operation of all services, and each fits the window', async () => {
  await page.goto('/');
  await page.getByRole('link', { name: 'API til systemer' }).click();
  await page.locator('.opblock').first().waitFor();
  const answer = await fetch(`${systemUrl()}/api/gateway/v1/openapi.json`);
  const { paths } = (await answer.json()) as Document;
  const told = Object.values(paths).flatMap((path) => Object.keys(path));
  expect(await page.locator('.opblock').count()).toBe(told.length);
  for (const size of [WIDE, PHONE]) {
    await page.setViewportSize(size);
    expect(await isTooWide(page)).toBe(false);
  }
});

test('without a token a try is refused with what to do, and with a pasted one it is answered', async () => {
  await shortenDocument(CODE_LISTS);
  await openReference();
  const refused = await tryOperation('list_code_lists');
  expect(await refused.innerText()).toContain('token_missing');
  await pasteToken();
  const operation = page.locator('#operations-visitation-visitation_list_code_lists');
  await operation.getByRole('button', { name: 'Clear' }).click();
  await operation.getByRole('button', { name: 'Execute' }).click();
  await operation.locator('.live-responses-table').getByText('target_groups').first().waitFor();
});

test('a client’s id and secret are sent as OAuth asks, and its token with the next try', async () => {
  const token = await systemToken();
  const sent: { basic: string | undefined; form: string | null }[] = [];
  await page.route(TOKEN, async (route) => {
    const { authorization } = route.request().headers();
    sent.push({ basic: authorization, form: route.request().postData() });
    await route.fulfill({ json: { access_token: token, token_type: 'Bearer', expires_in: 600 } });
  });
  await shortenDocument(CODE_LISTS);
  await openReference();
  await page.getByLabel('client_id', { exact: true }).fill('klient-1');
  await page.getByLabel('client_secret', { exact: true }).fill('et æble');
  await page.getByLabel('client_secret', { exact: true }).press('Enter');
  await page.getByText('Tokenet sendes med hvert forsøg').waitFor();
  expect(sent).toEqual([
    { basic: `Basic ${btoa('klient-1:et+%C3%A6ble')}`, form: 'grant_type=client_credentials' },
  ]);
  const answer = await tryOperation('list_code_lists');
  expect(await answer.innerText()).toContain('target_groups');
});

test('a wrong secret is answered by the gateway’s own words', async () => {
  await shortenDocument(CODE_LISTS);
  await openReference();
  await page.getByLabel('client_id', { exact: true }).fill('findes-ikke');
  await page.getByLabel('client_secret', { exact: true }).fill('forkert');
  await page.getByRole('button', { name: 'Brug til forsøg' }).click();
  await page.getByRole('heading', { name: 'Der kom intet token' }).waitFor();
  expect(await page.getByRole('alert').innerText()).toMatch(/klient/i);
});

test('the steps with curl are served from here', async () => {
  await page.goto('/api-docs');
  const address = await page.getByRole('link', { name: /trin for trin/ }).getAttribute('href');
  const steps = await fetch(`${systemUrl()}${address ?? ''}`);
  expect(steps.headers.get('content-type')).toContain('text/markdown');
  expect(await steps.text()).toContain('grant_type=client_credentials');
});

describe.each([
  ['1280 px', WIDE],
  ['390 px', PHONE],
])('at %s', (_name, size) => {
  beforeEach(() => page.setViewportSize(size));

  async function expectGood(): Promise<void> {
    expect(await axeFindings(page)).toEqual([]);
    expect(await isTooWide(page)).toBe(false);
  }

  test('the operations are accessible and fit the window', async () => {
    await changeDocument(oneOfEachLook);
    await openReference();
    expect(await page.locator('.opblock-tag-section').count()).toBe(5);
    expect(await page.locator('.opblock').count()).toBeGreaterThan(10);
    await expectGood();
  });

  test.each(['list_offers', 'create_offer'])('a tried %s is too', async (name) => {
    await shortenDocument('/api/visitation/v1/offers');
    await openReference();
    await pasteToken();
    await tryOperation(name);
    await expectGood();
  });

  test('waiting for the description is said', async () => {
    await page.route(DOCUMENT, () => undefined);
    await page.goto('/api-docs');
    await page.getByText('Henter beskrivelsen af API’et').waitFor();
    await expectGood();
  });

  test('a gateway that is away is said with what to do', async () => {
    await page.route(DOCUMENT, (route) => route.fulfill({ status: 502, body: 'Bad Gateway' }));
    await page.goto('/api-docs');
    await page.getByRole('heading', { name: /kunne ikke hentes/ }).waitFor();
    await expectGood();
    await page.unroute(DOCUMENT);
    await shortenDocument(CODE_LISTS);
    await page.getByRole('button', { name: 'Prøv igen' }).click();
    await page.locator('.opblock').first().waitFor();
  });

  test('a service that is away is named, and the others are shown', async () => {
    await changeDocument((document) => ({
      ...oneOfEachLook(document),
      info: { ...document.info, 'x-missing': ['surveys'] },
    }));
    await openReference();
    expect(await page.locator('.alert-warning').innerText()).toContain('surveys');
  });

  test('a description without operations says that there is nothing yet', async () => {
    await changeDocument((document) => ({ ...document, paths: {} }));
    await page.goto('/api-docs');
    await page.getByRole('heading', { name: 'Der er intet at vise endnu' }).waitFor();
    await expectGood();
  });
});
