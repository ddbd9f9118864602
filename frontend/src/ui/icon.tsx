/** Icons of the design system, drawn inline so that they take the text's colour. */
import type { JSX } from 'react';
import check from '@dkfds/img/svg-icons/check.svg?raw';
import chevronDown from '@dkfds/img/svg-icons/chevron-down.svg?raw';
import chevronUp from '@dkfds/img/svg-icons/chevron-up.svg?raw';
import download from '@dkfds/img/svg-icons/download.svg?raw';
import error from '@dkfds/img/svg-icons/error.svg?raw';
import info from '@dkfds/img/svg-icons/info.svg?raw';
import lock from '@dkfds/img/svg-icons/lock.svg?raw';
import print from '@dkfds/img/svg-icons/print.svg?raw';
import refresh from '@dkfds/img/svg-icons/refresh.svg?raw';
import success from '@dkfds/img/svg-icons/success.svg?raw';
import tune from '@dkfds/img/svg-icons/tune.svg?raw';
import warning from '@dkfds/img/svg-icons/warning.svg?raw';

function pathOf(svg: string): string {
  return / d="([^"]+)"/.exec(svg)?.[1] ?? '';
}

const PATHS = {
  check: pathOf(check),
  'chevron-down': pathOf(chevronDown),
  'chevron-up': pathOf(chevronUp),
  download: pathOf(download),
  error: pathOf(error),
  info: pathOf(info),
  lock: pathOf(lock),
  print: pathOf(print),
  refresh: pathOf(refresh),
  success: pathOf(success),
  tune: pathOf(tune),
  warning: pathOf(warning),
};

export type IconName = keyof typeof PATHS;

/** An icon beside a text that says the same; hidden from screen readers. */
export function Icon({
  name,
  className = '',
}: {
  name: IconName;
  className?: string;
}): JSX.Element {
  return (
    <svg
      className={`icon-svg ${className}`}
      viewBox="0 -960 960 960"
      focusable="false"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
