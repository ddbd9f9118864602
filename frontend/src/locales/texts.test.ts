import { expect, test } from 'vitest';
import { da } from './da';
import { en } from './en';

type Tree = string | { [name: string]: Tree };

function flat(tree: Tree, path = ''): [string, string][] {
  if (typeof tree === 'string') return [[path, tree]];
  return Object.entries(tree).flatMap(([name, below]) => flat(below, `${path}.${name}`));
}

function blanks(text: string): string[] {
  return [...text.matchAll(/{{\w+}}/g)].map(([blank]) => blank).sort();
}

const features = import.meta.glob<{ da: Tree; en: Tree }>(['../*/texts.ts', './pages.ts'], {
  eager: true,
});
const spaces: [string, { da: Tree; en: Tree }][] = [
  ['the frame', { da, en }],
  ...Object.entries(features).map(
    ([path, texts]) => [path.split('/')[1] ?? path, texts] as [string, { da: Tree; en: Tree }],
  ),
];

test.each(spaces)('%s: English says all that Danish says, and nothing more', (_, texts) => {
  const names = (tree: Tree): string[] =>
    flat(tree)
      .map(([path]) => path)
      .sort();
  expect(names(texts.en)).toEqual(names(texts.da));
});

test.each(spaces)('%s: a text has the same blanks in both languages', (_, texts) => {
  const english = new Map(flat(texts.en));
  for (const [path, text] of flat(texts.da)) {
    expect([path, blanks(english.get(path) ?? '')]).toEqual([path, blanks(text)]);
  }
});

test.each(spaces)('%s: no text is empty where the other language has one', (_, texts) => {
  const english = new Map(flat(texts.en));
  const missing = flat(texts.da).filter(
    ([path, text]) => (english.get(path) === '') !== (text === ''),
  );
  expect(missing).toEqual([]);
});
