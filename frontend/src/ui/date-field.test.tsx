import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState, type JSX } from 'react';
import { expect, test, vi } from 'vitest';
import { DateField } from './date-field';

test('a date typed in any of the usual ways is handed on as ISO and written out', async () => {
  const onCommit = vi.fn();
  render(<DateField id="day" label="Dato" value="" onCommit={onCommit} />);
  await userEvent.type(screen.getByLabelText('Dato'), '1-2-27');
  await userEvent.tab();
  expect(onCommit).toHaveBeenCalledExactlyOnceWith('2027-02-01');
  expect(screen.getByLabelText('Dato')).toHaveValue('01.02.2027');
});

test('what is no date is handed on as typed, to be refused where it is judged', async () => {
  const onCommit = vi.fn();
  render(<DateField id="day" label="Dato" value="" onCommit={onCommit} />);
  await userEvent.type(screen.getByLabelText('Dato'), '31.02.27{Enter}');
  expect(onCommit).toHaveBeenCalledWith('31.02.27');
});

test('a form that keeps the value does not disturb the typing', async () => {
  function Form(): JSX.Element {
    const [value, setValue] = useState('');
    return <DateField id="day" label="Dato" value={value} onChange={setValue} />;
  }
  render(<Form />);
  await userEvent.type(screen.getByLabelText('Dato'), '1.2.2027');
  expect(screen.getByLabelText('Dato')).toHaveValue('1.2.2027');
});
