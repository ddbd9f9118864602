/** CSV for people: what a Danish spreadsheet opens as it should, and what no cell can abuse. */

export type Cell = string | number | null;

const BYTE_ORDER_MARK = '\uFEFF';

/** A number with a decimal comma and no thousands mark, as a spreadsheet reads it. */
function written(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell).replace('.', ',');
  // A text that a spreadsheet would run as a formula is made plain by an apostrophe.
  return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}

function quoted(text: string): string {
  return /[;"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as one CSV text: UTF-8 with byte order mark, `;` between cells, decimal comma. */
export function toCsv(rows: readonly (readonly Cell[])[]): string {
  const lines = rows.map((row) => row.map((cell) => quoted(written(cell))).join(';'));
  return `${BYTE_ORDER_MARK}${lines.join('\r\n')}\r\n`;
}

/** Hands a text to the browser as a file to keep. */
export function downloadCsv(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
