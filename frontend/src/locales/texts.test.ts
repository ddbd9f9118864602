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

const danish = new Map(flat(da));
const english = new Map(flat(en));

test('English says all that Danish says, and nothing more', () => {
  expect([...english.keys()].sort()).toEqual([...danish.keys()].sort());
});

test.each([...danish])('%s has the same blanks in both languages', (path, text) => {
  expect(blanks(english.get(path) ?? '')).toEqual(blanks(text));
});
