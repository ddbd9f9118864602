/** The system's Chromium, watched: what it asks of whom, and what its policy refuses. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright-core';

const CHROMIUM = process.env['PEJLING_CHROMIUM'] ?? '/usr/bin/chromium';
const SCREENS = process.env['PEJLING_SCREENS'];
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export const WIDE = { width: 1280, height: 900 };
export const PHONE = { width: 390, height: 844 };
// A picture shows the page as far down as this, in pixels.
const TALLEST = { [WIDE.width]: 1000, [PHONE.width]: 2000 };

// One Chromium for the files of a worker, which takes it along when it ends; whoever takes part
// in a journey has a context of their own in it.
let running: Promise<Browser> | undefined;

/** Where the system under test answers. */
export function systemUrl(): string {
  const url = process.env['PEJLING_E2E_URL'];
  if (url === undefined || url === '') {
    throw new Error('PEJLING_E2E_URL must say where the running system answers.');
  }
  return url.replace(/\/$/, '');
}

export interface Watched {
  context: BrowserContext;
  /** Hosts other than the system's that any page asked. */
  foreignHosts: Set<string>;
  /** What the policy refused, and what scripts stumbled over. */
  complaints: string[];
  close: () => Promise<void>;
}

function watch(page: Page, watched: Pick<Watched, 'foreignHosts' | 'complaints'>): void {
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol.startsWith('http') && host !== new URL(systemUrl()).host) {
      watched.foreignHosts.add(host);
    }
  });
  page.on('pageerror', (error) => watched.complaints.push(error.message));
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) watched.complaints.push(message.text());
  });
}

/** Somebody's own place in the browser, with no cookie and nothing stored. */
export async function newContext(options: BrowserContextOptions = {}): Promise<BrowserContext> {
  running ??= chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  return (await running).newContext({ baseURL: systemUrl(), ...options });
}

/** A context of its own, watched. */
export async function openBrowser(options?: BrowserContextOptions): Promise<Watched> {
  const context = await newContext(options);
  const watched = { foreignHosts: new Set<string>(), complaints: [] as string[] };
  context.on('page', (page) => {
    watch(page, watched);
  });
  return { context, ...watched, close: () => context.close() };
}

/**
 * A page as new: no request of it is answered by a journey, and its tab remembers nothing.
 *
 * A tab of its own for each journey would cost a process each, and as much as the journey.
 */
export async function clear(page: Page, size = WIDE): Promise<void> {
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.setViewportSize(size);
  await page.evaluate(() => {
    sessionStorage.clear();
  });
}

/** What axe finds wrong on the page as it stands, one line each. */
export async function axeFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    // Nobody reads what passed, and without frames there is nothing to put together in a new page.
    .options({ resultTypes: ['violations'] })
    .withTags(RULES)
    .setLegacyMode()
    .analyze();
  return violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help} (${nodes.map(({ target }) => target.join(' ')).join('; ')})`,
  );
}

/** Whether the page scrolls sideways, which it never should. */
export async function isTooWide(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
}

/** Writes the page's pictures for the documentation at both widths, where they were asked for. */
export async function takePictures(page: Page, name: string): Promise<void> {
  if (SCREENS === undefined || SCREENS === '') return;
  const folder = join(import.meta.dirname, '../../docs/screens');
  await mkdir(folder, { recursive: true });
  const before = page.viewportSize();
  for (const { width, height } of [WIDE, PHONE]) {
    await page.setViewportSize({ width, height });
    const whole = await page.evaluate(() => document.documentElement.scrollHeight);
    // In a window as tall as the picture, what stays at its foot stands at the picture's.
    await page.setViewportSize({ width, height: Math.min(whole, TALLEST[width] ?? whole) });
    await page.screenshot({ path: join(folder, `${name}-${width}.png`) });
  }
  if (before !== null) await page.setViewportSize(before);
}
