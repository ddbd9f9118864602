/** The provider's protocol: one week of all courses, typed, pasted or marked at once, and saved. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../session/use-session';
import { addDays } from '../lib/days';
import { formatDate, today as todayHere } from '../lib/format';
import { Alert } from '../ui/alert';
import { PageHead } from '../ui/page-head';
import { Empty, Failed, Loading } from '../ui/states';
import './attendance.scss';
import { coursesOptions, missingInOptions, reportedOptions } from './fetch-week';
import { keyOf } from './grid';
import { MissingDays } from './missing-days';
import './texts';
import { addWeeks, daysOf, mondayOf, weekNumber, weekOf } from './week';
import { WeekSheet } from './week-sheet';

function WeekNav({ week, today }: { week: string; today: string }): JSX.Element {
  const { t } = useTranslation('attendance');
  const monday = mondayOf(week) ?? today;
  const isLast = week >= weekOf(today);
  return (
    <nav className="protocol-weeks" aria-label={t('title')}>
      <Link
        to="/attendance"
        search={{ week: addWeeks(week, -1) }}
        className="button button-secondary"
      >
        {t('previous')}
      </Link>
      <p>
        <strong>{t('week', { number: weekNumber(week), year: week.slice(0, 4) })}</strong>
        <span>
          {t('week_range', { from: formatDate(monday), to: formatDate(addDays(monday, 6)) })}
        </span>
      </p>
      {!isLast && (
        <>
          <Link
            to="/attendance"
            search={{ week: addWeeks(week, 1) }}
            className="button button-secondary"
          >
            {t('next')}
          </Link>
          <Link to="/attendance" search={{}}>
            {t('this_week')}
          </Link>
        </>
      )}
    </nav>
  );
}

/** The page; the week stands in the address. */
export function AttendancePage(): JSX.Element {
  const { t } = useTranslation('attendance');
  const { person, provider } = useSession();
  const today = todayHere();
  const asked = useSearch({ from: '/staff/attendance' });
  const week = mondayOf(asked.week ?? '') === null ? weekOf(today) : (asked.week ?? '');
  const courses = useQuery(coursesOptions(week));
  const reported = useQuery({ ...reportedOptions(week), placeholderData: keepPreviousData });
  const missing = useQuery(missingInOptions(week));
  const error = courses.error ?? reported.error;
  const first = missing.data?.[0];
  const missingKeys = new Set(
    (missing.data ?? []).map(({ call_off_id, day }) => keyOf(call_off_id, day)),
  );
  return (
    <div className="attendance">
      <PageHead title={t('title')} lead={t('lead')} />
      <WeekNav week={week} today={today} />
      {first !== undefined && (
        <p className={first.overdue ? 'protocol-overdue' : 'protocol-deadline'}>
          {t(first.overdue ? 'deadline_passed' : 'deadline', { date: formatDate(first.deadline) })}
        </p>
      )}
      {error !== null && (
        <Failed
          error={error}
          onRetry={() => {
            void courses.refetch();
            void reported.refetch();
          }}
        />
      )}
      {error === null && (courses.data === undefined || reported.data === undefined) && <Loading />}
      {courses.data?.courses.length === 0 && (
        <Empty heading={t('empty_title', { number: weekNumber(week) })}>
          <p>
            {t('empty_text')} <Link to="/call-offs">{t('to_call_offs')}</Link>
          </p>
        </Empty>
      )}
      {courses.data?.hasNames === false && <Alert kind="warning" heading={t('names_failed')} />}
      {courses.data !== undefined &&
        courses.data.courses.length > 0 &&
        reported.data !== undefined && (
          <WeekSheet
            key={`${provider?.id ?? ''} ${week}`}
            person={person.id}
            thing={`attendance/${provider?.id ?? ''}/${week}`}
            week={week}
            days={daysOf(week)}
            courses={courses.data.courses}
            reported={reported.data}
            missing={missingKeys}
            today={today}
          />
        )}
      <MissingDays week={week} />
    </div>
  );
}
