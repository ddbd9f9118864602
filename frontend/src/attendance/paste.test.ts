import { expect, test } from 'vitest';
import { course, LETTERS } from './factories';
import { dayOf, readRows } from './paste';
import { daysOf } from './week';

const COURSES = [course('h-1', { name: 'Ann' }), course('h-2', { name: 'Bo' })];
const NAMES = {
  ill: 'Syg',
  child_ill: 'Barns sygdom',
  job_interview: 'Jobsamtale',
  holiday: 'Ferie',
  unexcused: 'Uden lovlig grund',
  late: 'Kom for sent',
};
const read = (text: string) =>
  readRows(text, COURSES, daysOf('2026-W47'), '2026-11-22', LETTERS, NAMES);

test('our own export for people is read', () => {
  const { typed, mistakes, rows } = read(
    '\ufeffBestilling;Dato;Planlagte timer;Fremmødte timer;Fraværsårsag\r\n' +
      'h-1;16.11.2026;5,00;5,00;\r\nh-2;17.11.2026;5,00;0,00;Syg\r\n',
  );
  expect([rows, mistakes]).toEqual([2, []]);
  expect(typed).toEqual({ 'h-1|2026-11-16': '5,00/5,00', 'h-2|2026-11-17': '0,00/5,00 S' });
});

test('names and tabs are read, and a machine’s codes', () => {
  const { typed } = read('navn\tdag\ttimer\tårsag\nann\t2026-11-16\t0\till\nBO\t17/11/2026\t5\t\n');
  expect(typed).toEqual({ 'h-1|2026-11-16': '0 S', 'h-2|2026-11-17': '5' });
});

test('a comma between cells is read where the decimals are quoted or have a point', () => {
  expect(read('name,date,hours\nAnn,2026-11-16,"5,5"\nBo,2026-11-16,5.5\n').typed).toEqual({
    'h-1|2026-11-16': '5,5',
    'h-2|2026-11-16': '5.5',
  });
});

test('each line that cannot be taken says why, and the others stand', () => {
  const { typed, mistakes } = read(
    [
      'navn;dato;timer;årsag',
      'Carl;16.11.2026;5;',
      'Ann;31.02.2026;5;',
      'Ann;09.11.2026;5;',
      'Ann;16.11.2026;3;',
      'Ann;16.11.2026;5;',
      'Ann;16.11.2026;5;',
      'Ann;17.11.2026;fem;',
    ].join('\n'),
  );
  expect(mistakes).toEqual([
    { line: 2, fault: 'person_unknown' },
    { line: 3, fault: 'day_unreadable' },
    { line: 4, fault: 'day_outside' },
    { line: 5, fault: 'reason_missing' },
    { line: 7, fault: 'repeated' },
    { line: 8, fault: 'reason_unknown' },
  ]);
  expect(typed).toEqual({ 'h-1|2026-11-16': '5' });
});

test('without a heading nothing is guessed', () => {
  expect(read('Ann;16.11.2026;5').mistakes).toEqual([{ line: 1, fault: 'heading_missing' }]);
});

test('two of the same name are told by their orders alone', () => {
  const twins = [course('h-1', { name: 'Ann' }), course('h-2', { name: 'Ann' })];
  const rows = 'navn;dato;timer\nAnn;16.11.2026;5';
  const found = readRows(rows, twins, daysOf('2026-W47'), '2026-11-22', LETTERS, NAMES);
  expect(found.mistakes).toEqual([{ line: 2, fault: 'person_several' }]);
});

test('a day is one that there is', () => {
  expect(['1.2.2026', '01-02-2026', '2026-02-01', '30.2.2026', 'i går'].map(dayOf)).toEqual([
    ...['2026-02-01', '2026-02-01', '2026-02-01'],
    ...[null, null],
  ]);
});
