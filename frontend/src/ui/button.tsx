/** The design system's buttons, which cannot be pressed twice while they work. */
import type { ComponentProps, JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from './icon';

interface ButtonProps extends ComponentProps<'button'> {
  kind?: 'primary' | 'secondary' | 'danger' | 'quiet';
  icon?: IconName;
  /** What was asked for is under way: says so, and takes no second press. */
  busy?: boolean;
}

const CLASSES = {
  primary: 'button button-primary',
  secondary: 'button button-secondary',
  danger: 'button button-danger',
  quiet: 'tool',
};

/** A button; a `quiet` one is an icon and underlined words. */
export function Button({
  kind = 'secondary',
  icon,
  busy = false,
  className = '',
  children,
  onClick,
  ...button
}: ButtonProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      {...button}
      className={`${CLASSES[kind]} ${className}`}
      // Not `disabled`: focus would be lost, and with it the reader's place on the page.
      aria-disabled={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {icon !== undefined && <Icon name={icon} />}
      {children}
      {busy && <span className="button-busy"> {t('ui.working')}</span>}
    </button>
  );
}
