/** A table with exactly one active sort: rows on a wide screen, cards with a sort control on a phone. */
import {
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type SortingState,
} from '@tanstack/react-table';
import { useMemo, useState, type JSX, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './icon';
import { SelectField } from './select-field';
import '../locales/pages';

export interface TableSort {
  by: string;
  descending: boolean;
}

export interface TableColumn<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** What the rows are sorted by; null is nothing known and stands last either way. */
  sortValue?: (row: Row) => string | number | null;
  /** The order that a first press gives: most first, newest first. */
  descendingFirst?: boolean;
  numeric?: boolean;
  /** Names the row; the first column unless another says so. */
  rowHeader?: boolean;
}

interface DataTableProps<Row> {
  /** What the table is, for those who do not see it. */
  caption: string;
  columns: readonly TableColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  sort: TableSort;
  /** Given where the address or the API holds the sort; without it the table does. */
  onSort?: (sort: TableSort) => void;
  /** The rows come sorted by the API, of which they are a part. */
  sorted?: boolean;
}

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
});

function compare(one: unknown, other: unknown): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return String(one).localeCompare(String(other), 'da', { numeric: true });
}

/** The table. Give `columns` from outside the component or from a memo. */
export function DataTable<Row extends object>({
  caption,
  columns,
  rows,
  rowKey,
  sort: given,
  onSort,
  sorted = false,
}: DataTableProps<Row>): JSX.Element {
  const { t } = useTranslation();
  const [own, setOwn] = useState(given);
  const sort = onSort === undefined ? own : given;
  const put = onSort ?? setOwn;
  const sorting = useMemo<SortingState>(
    () => [{ id: sort.by, desc: sort.descending }],
    [sort.by, sort.descending],
  );
  const definitions = useMemo(
    () =>
      columns.map((column) => ({
        id: column.id,
        header: column.header,
        // `undefined` is what the library puts last whichever way the rest is turned.
        accessorFn: (row: Row) => column.sortValue?.(row) ?? undefined,
        enableSorting: column.sortValue !== undefined,
        sortUndefined: 'last' as const,
        sortFn: (
          one: { getValue: (id: string) => unknown },
          other: { getValue: (id: string) => unknown },
          id: string,
        ) => compare(one.getValue(id), other.getValue(id)),
      })),
    [columns],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: rowKey,
    state: { sorting },
    manualSorting: sorted,
  });
  const header = columns.find((column) => column.rowHeader === true) ?? columns[0];
  const sortable = columns.filter((column) => column.sortValue !== undefined);
  const press = (column: TableColumn<Row>): void => {
    const active = column.id === sort.by;
    put({
      by: column.id,
      descending: active ? !sort.descending : column.descendingFirst === true,
    });
  };
  return (
    <div className="data-table">
      {sortable.length > 1 && (
        <div className="data-table-sort">
          <SelectField
            id={`sort-${header?.id ?? ''}`}
            label={t('sort.label')}
            value={`${sort.by} ${sort.descending ? 'desc' : 'asc'}`}
            choices={sortable.flatMap(({ id, header: name }) => [
              { value: `${id} asc`, label: t('sort.ascending', { name }) },
              { value: `${id} desc`, label: t('sort.descending', { name }) },
            ])}
            onChange={(value) => {
              const [by = '', way] = value.split(' ');
              put({ by, descending: way === 'desc' });
            }}
          />
        </div>
      )}
      <table>
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => {
              const active = column.id === sort.by;
              return (
                <th
                  key={column.id}
                  scope="col"
                  className={column.numeric === true ? 'number' : undefined}
                  aria-sort={active ? (sort.descending ? 'descending' : 'ascending') : undefined}
                >
                  {column.sortValue === undefined ? (
                    column.header
                  ) : (
                    <button
                      type="button"
                      className="sort-button"
                      onClick={() => {
                        press(column);
                      }}
                    >
                      {column.header}
                      {active && <Icon name={sort.descending ? 'chevron-down' : 'chevron-up'} />}
                    </button>
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {table.getRowModel().rows.map(({ id, original }) => (
            <tr key={id}>
              {columns.map((column) => {
                const Cell = column === header ? 'th' : 'td';
                return (
                  <Cell
                    key={column.id}
                    scope={column === header ? 'row' : undefined}
                    data-title={column === header ? undefined : column.header}
                    className={column.numeric === true ? 'number' : undefined}
                  >
                    <div className="cell">{column.cell(original)}</div>
                  </Cell>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
