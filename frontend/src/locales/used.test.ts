/** A text that no page shows is one that nobody keeps right; the other way round, the compiler sees. */
import { expect, test } from 'vitest';
import { da } from './da';

type Tree = string | { [name: string]: Tree };

const texts = import.meta.glob<{ da: Tree }>('../*/texts.ts', { eager: true });
const sources = import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.*', '!../**/*.d.ts'], {
  eager: true,
  query: '?raw',
  import: 'default',
});
// The forms of a plural are chosen by i18next, and are one text to the pages.
const FORM = /_(zero|one|other)$/;

function keys(tree: Tree, path = ''): string[] {
  if (typeof tree === 'string') return [path.slice(1)];
  return Object.entries(tree).flatMap(([name, below]) => keys(below, `${path}.${name}`));
}

/** Everything between quotes, and each template as the keys that it can become. */
function quoted(folder: string): { said: ReadonlySet<string>; made: RegExp[] } {
  const code = Object.entries(sources)
    .filter(([path]) => path.startsWith(folder) && !path.endsWith('/texts.ts'))
    .map(([, source]) => source)
    .join('\n');
  const templates = [...code.matchAll(/`((?:[\w.]|\$\{[^`]*?\})+)`/g)].map(([, one = '']) =>
    one.split(/\$\{.*?\}/),
  );
  return {
    said: new Set([...code.matchAll(/'([\w.]+)'/g)].map(([, one = '']) => one)),
    made: templates
      .filter((parts) => parts.some((part) => /[a-z]{3}/.test(part)))
      .map((parts) => new RegExp(`^${parts.join('[\\w.]+')}$`)),
  };
}

function unused(tree: Tree, folder: string): string[] {
  const { said, made } = quoted(folder);
  return keys(tree).filter((key) => {
    const names = [key, key.replace(FORM, '')];
    return !names.some((name) => said.has(name) || made.some((form) => form.test(name)));
  });
}

test('every text of the frame is shown somewhere', () => {
  expect(unused(da, '../')).toEqual([]);
});

test.each(Object.entries(texts))('every text of %s is shown by its feature', (path, own) => {
  expect(unused(own.da, path.replace('texts.ts', ''))).toEqual([]);
});
