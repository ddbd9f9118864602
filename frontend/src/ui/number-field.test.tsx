import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { NumberField } from './number-field';

function field(changes: Partial<Parameters<typeof NumberField>[0]> = {}): {
  onCommit: ReturnType<typeof vi.fn>;
  show: (value: string) => void;
} {
  const onCommit = vi.fn();
  const element = (value: string) => (
    <NumberField
      id="age"
      label="Alder"
      unit="år"
      maxLength={3}
      {...changes}
      value={value}
      onCommit={onCommit}
    />
  );
  const { rerender } = render(element(changes.value ?? ''));
  return {
    onCommit,
    show: (value) => {
      rerender(element(value));
    },
  };
}

test('Enter hands the number on at once and waits for an answer', async () => {
  const { onCommit } = field();
  await userEvent.type(screen.getByLabelText('Alder'), '34{Enter}');
  expect(onCommit).toHaveBeenCalledWith('34', true);
});

test('leaving the field hands the number on', async () => {
  const { onCommit } = field();
  await userEvent.type(screen.getByLabelText('Alder'), '34');
  await userEvent.tab();
  expect(onCommit).toHaveBeenCalledWith('34', false);
});

test('a pause hands the number on', async () => {
  const { onCommit } = field();
  await userEvent.type(screen.getByLabelText('Alder'), '34');
  await vi.waitFor(() => {
    expect(onCommit).toHaveBeenCalledWith('34', false);
  });
});

test('the field follows the address', () => {
  const { show } = field({ value: '34' });
  show('35');
  expect(screen.getByLabelText('Alder')).toHaveValue('35');
});

test('a mistake stands at the field and is read with it', () => {
  field({ error: 'Må højst være 99.' });
  expect(screen.getByLabelText('Alder')).toHaveAccessibleDescription(/Må højst være 99\./);
  expect(screen.getByLabelText('Alder')).toBeInvalid();
});
