import { expect, test } from 'vitest';
import { toCsv } from './csv';

test('a spreadsheet sees UTF-8, semicolons and decimal commas', () => {
  expect(toCsv([['Pris', 1234.5, null]])).toBe('\uFEFFPris;1234,5;\r\n');
});

test.each(['=1+1', '+45', '-2', '@SUM(A1)', '\t=1'])('the cell %j is no formula', (cell) => {
  expect(toCsv([[cell]])).toBe(`\uFEFF'${cell}\r\n`);
});

test('a negative number stays a number', () => {
  expect(toCsv([[-0.5]])).toBe('\uFEFF-0,5\r\n');
});

test('a cell that holds the marks of the format is quoted', () => {
  expect(toCsv([['a;b', 'sagde "ja"', 'to\nlinjer']])).toBe(
    '\uFEFF"a;b";"sagde ""ja""";"to\nlinjer"\r\n',
  );
});
