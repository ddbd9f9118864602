/** Icons of the design system, drawn inline so that they take the text's colour. */
import type { JSX } from 'react';
import account from '@dkfds/img/svg-icons/account.svg?raw';
import arrowBack from '@dkfds/img/svg-icons/arrow-back.svg?raw';
import calendarMonth from '@dkfds/img/svg-icons/calendar-month.svg?raw';
import check from '@dkfds/img/svg-icons/check.svg?raw';
import chevronDown from '@dkfds/img/svg-icons/chevron-down.svg?raw';
import chevronUp from '@dkfds/img/svg-icons/chevron-up.svg?raw';
import close from '@dkfds/img/svg-icons/close.svg?raw';
import copy from '@dkfds/img/svg-icons/copy.svg?raw';
import remove from '@dkfds/img/svg-icons/delete.svg?raw';
import download from '@dkfds/img/svg-icons/download.svg?raw';
import edit from '@dkfds/img/svg-icons/edit.svg?raw';
import error from '@dkfds/img/svg-icons/error.svg?raw';
import help from '@dkfds/img/svg-icons/help.svg?raw';
import info from '@dkfds/img/svg-icons/info.svg?raw';
import lock from '@dkfds/img/svg-icons/lock.svg?raw';
import menu from '@dkfds/img/svg-icons/menu.svg?raw';
import moreHoriz from '@dkfds/img/svg-icons/more-horiz.svg?raw';
import plus from '@dkfds/img/svg-icons/plus.svg?raw';
import print from '@dkfds/img/svg-icons/print.svg?raw';
import refresh from '@dkfds/img/svg-icons/refresh.svg?raw';
import search from '@dkfds/img/svg-icons/search.svg?raw';
import sortAscending from '@dkfds/img/svg-icons/sort-ascending.svg?raw';
import sortDescending from '@dkfds/img/svg-icons/sort-descending.svg?raw';
import success from '@dkfds/img/svg-icons/success.svg?raw';
import time from '@dkfds/img/svg-icons/time.svg?raw';
import tune from '@dkfds/img/svg-icons/tune.svg?raw';
import upload from '@dkfds/img/svg-icons/upload.svg?raw';
import warning from '@dkfds/img/svg-icons/warning.svg?raw';

function pathOf(svg: string): string {
  return / d="([^"]+)"/.exec(svg)?.[1] ?? '';
}

const PATHS = {
  account: pathOf(account),
  'arrow-back': pathOf(arrowBack),
  'calendar-month': pathOf(calendarMonth),
  check: pathOf(check),
  'chevron-down': pathOf(chevronDown),
  'chevron-up': pathOf(chevronUp),
  close: pathOf(close),
  copy: pathOf(copy),
  delete: pathOf(remove),
  download: pathOf(download),
  edit: pathOf(edit),
  error: pathOf(error),
  help: pathOf(help),
  info: pathOf(info),
  lock: pathOf(lock),
  menu: pathOf(menu),
  'more-horiz': pathOf(moreHoriz),
  plus: pathOf(plus),
  print: pathOf(print),
  refresh: pathOf(refresh),
  search: pathOf(search),
  'sort-ascending': pathOf(sortAscending),
  'sort-descending': pathOf(sortDescending),
  success: pathOf(success),
  time: pathOf(time),
  tune: pathOf(tune),
  upload: pathOf(upload),
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
