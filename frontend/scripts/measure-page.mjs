/**
 * Times the way to the ranked guide in Chromium, each time with an empty cache, beside a page with
 * nothing on it. Prints one JSON object; `python -m bench page` starts the system that it asks.
 *
 *   node scripts/measure-page.mjs BASE_URL USERNAME PASSWORD ROUNDS
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [base, username, password, rounds] = process.argv.slice(2);
const GUIDE = '/guide?target_group=kontanthjaelp&match_group=jobparat&age=27&weeks_on_support=48';
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
const SIZES = { wide: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };

async function signIn(context) {
  const page = await context.newPage();
  await page.goto(`${base}/api/gateway/v1/session/sign-in?return_to=/`);
  await page.locator('input[type="password"]').waitFor();
  await page.locator('input[type="text"], input[name="username"]').first().fill(username);
  await page.locator('input[type="password"]').fill(password);
  await page.locator('button[type="submit"]:not([formnovalidate])').click();
  await page.waitForURL((url) => url.origin === base);
  await page.close();
}

/** One load with nothing in the cache: milliseconds, bytes and requests until `selector` shows. */
async function load(context, address, size, selector) {
  const page = await context.newPage();
  await page.setViewportSize(size);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
  let bytes = 0;
  let requests = 0;
  devtools.on('Network.loadingFinished', (finished) => {
    bytes += finished.encodedDataLength;
    requests += 1;
  });
  await page.goto(address, { waitUntil: 'commit' });
  await page.locator(selector).first().waitFor();
  const found = await page.evaluate(() => ({
    there: performance.now(),
    painted: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null,
  }));
  await page.waitForLoadState('networkidle');
  await page.close();
  return { ...found, bytes, requests };
}

function middle(values) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}

function summary(loads) {
  return {
    first_view_ms: Math.round(middle(loads.map((one) => one.painted ?? one.there))),
    there_ms: Math.round(middle(loads.map((one) => one.there))),
    slowest_ms: Math.round(Math.max(...loads.map((one) => one.there))),
    bytes: middle(loads.map((one) => one.bytes)),
    requests: middle(loads.map((one) => one.requests)),
  };
}

const empty = createServer((_request, response) => {
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.end('<!doctype html><title>Intet</title><h1>Intet</h1>');
});
await new Promise((ready) => empty.listen(0, '127.0.0.1', ready));
const profile = await mkdtemp(join(tmpdir(), 'pejling-page-'));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.PEJLING_CHROMIUM ?? '/usr/bin/chromium',
  args: FLAGS,
});
try {
  await signIn(context);
  const nothing = `http://127.0.0.1:${empty.address().port}/`;
  const loads = { nothing: [], wide: [], phone: [] };
  for (let round = 0; round < Number(rounds); round += 1) {
    loads.nothing.push(await load(context, nothing, SIZES.wide, 'h1'));
    for (const [name, size] of Object.entries(SIZES)) {
      loads[name].push(await load(context, base + GUIDE, size, '.offer'));
    }
  }
  console.log(
    JSON.stringify(
      Object.fromEntries(Object.entries(loads).map(([name, each]) => [name, summary(each)])),
    ),
  );
} finally {
  await context.close();
  await rm(profile, { recursive: true, force: true });
  empty.close();
}
