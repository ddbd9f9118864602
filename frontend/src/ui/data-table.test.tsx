import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { DataTable, type TableColumn } from './data-table';

interface Row {
  name: string;
  price: number | null;
}

const COLUMNS: readonly TableColumn<Row>[] = [
  { id: 'name', header: 'Navn', cell: ({ name }) => name, sortValue: ({ name }) => name },
  {
    id: 'price',
    header: 'Pris',
    cell: ({ price }) => price ?? 'Ikke oplyst',
    sortValue: ({ price }) => price,
    numeric: true,
  },
];
const ROWS: readonly Row[] = [
  { name: 'Åsen', price: 0 },
  { name: 'Ukendt', price: null },
  { name: 'Zenit', price: 30 },
  { name: 'Broen', price: 4 },
];

function show(): void {
  render(
    <DataTable
      caption="Tilbud"
      columns={COLUMNS}
      rows={ROWS}
      rowKey={({ name }) => name}
      sort={{ by: 'name', descending: false }}
    />,
  );
}

function names(): (string | null)[] {
  return screen.getAllByRole('rowheader').map((cell) => cell.textContent);
}

test('names are sorted as in Danish, with Å last', () => {
  show();
  expect(names()).toEqual(['Broen', 'Ukendt', 'Zenit', 'Åsen']);
});

test('what is not known stands last whichever way the rest is turned, and never as zero', async () => {
  show();
  const price = within(screen.getByRole('columnheader', { name: 'Pris' })).getByRole('button');
  await userEvent.click(price);
  expect(names()).toEqual(['Åsen', 'Broen', 'Zenit', 'Ukendt']);
  await userEvent.click(price);
  expect(names()).toEqual(['Zenit', 'Broen', 'Åsen', 'Ukendt']);
});

test('exactly one column is the sorted one', async () => {
  show();
  await userEvent.click(
    within(screen.getByRole('columnheader', { name: 'Pris' })).getByRole('button'),
  );
  const sorted = screen
    .getAllByRole('columnheader')
    .filter((head) => head.getAttribute('aria-sort') !== null);
  expect(sorted.map((head) => head.textContent)).toEqual(['Pris']);
});

test('the phone’s control sorts as the heads do', async () => {
  show();
  await userEvent.selectOptions(screen.getByLabelText('Sortér efter'), 'Pris, faldende');
  expect(names()[0]).toBe('Zenit');
});
