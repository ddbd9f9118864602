/** The system's Chromium, watched: what it asks of whom, and what its policy refuses. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { chromium, type BrowserContext, type Page } from 'playwright-core';

export const CHROMIUM = process.env['PEJLING_CHROMIUM'] ?? '/usr/bin/chromium';
const SCREENS = process.env['PEJLING_SCREENS'];
export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
export const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export const WIDE = { width: 1280, height: 900 };
export const PHONE = { width: 390, height: 844 };

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

/** A browser with an empty profile of its own. */
export async function openBrowser(): Promise<Watched> {
  const profile = await mkdtemp(join(tmpdir(), 'pejling-e2e-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    args: FLAGS,
    baseURL: systemUrl(),
    acceptDownloads: true,
  });
  const watched = { foreignHosts: new Set<string>(), complaints: [] as string[] };
  context.on('page', (page) => {
    watch(page, watched);
  });
  return {
    context,
    ...watched,
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** What axe finds wrong on the page as it stands, one line each. */
export async function axeFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  return violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help} (${nodes.map(({ target }) => target.join(' ')).join('; ')})`,
  );
}

/** Whether the page scrolls sideways, which it never should. */
export async function isTooWide(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
}

/** Writes a picture for the documentation, where pictures were asked for. */
export async function takePicture(page: Page, name: string): Promise<void> {
  if (SCREENS === undefined || SCREENS === '') return;
  const folder = join(import.meta.dirname, '../../docs/screens');
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
