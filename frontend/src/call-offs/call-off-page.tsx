/** One order: who comes, what is to be reached, what was agreed, and what can be done next. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useCodes } from '../api/codes';
import { formatDate, formatInstant, formatMoney, formatNumber, formatShare } from '../lib/format';
import { useRight } from '../session/use-session';
import { Alert } from '../ui/alert';
import { Button } from '../ui/button';
import { FailedPage } from '../ui/failed-page';
import { focusTitle, PageHead } from '../ui/page-head';
import { Toast } from '../ui/receipt';
import { Failed, Loading } from '../ui/states';
import { StatusTag } from '../ui/status-tag';
import { SummaryList, SummaryRow } from '../ui/summary-list';
import { ActDialog, wordsOf } from './act-dialog';
import './call-offs.scss';
import {
  callOffOptions,
  historyOptions,
  participantsOptions,
  summaryOptions,
  type Act,
  type CallOff,
} from './fetch-call-offs';
import { KIND } from './status';
import { da } from './texts';

/** The word of a code, or the code where it has none. */
function useWord(): (list: 'reason' | 'end' | 'acts', code: string) => string {
  const { t } = useTranslation('call_offs');
  return (list, code) => {
    if (!(code in da[list])) return list === 'acts' ? t('acts.change') : code;
    const keys = { reason: `reason.${code}`, end: `end.${code}`, acts: `acts.${code}` };
    return t(keys[list] as 'acts.receive');
  };
}

function Who({ callOff }: { callOff: CallOff }): JSX.Element {
  const { t } = useTranslation('call_offs');
  const themes = useCodes('themes');
  const { data, error } = useQuery(participantsOptions([callOff.id]));
  if (error !== null) return <Failed error={error} />;
  if (data === undefined) return <Loading rows={2} />;
  const person = data.get(callOff.id);
  if (person === undefined) return <p className="soft">{t('who_none')}</p>;
  const { alignment } = person;
  return (
    <>
      <SummaryList>
        <SummaryRow name={t('who')}>
          <strong>{person.name}</strong>
          {person.address_protected && <p className="soft">{t('who_protected')}</p>}
        </SummaryRow>
        {person.phone !== null && <SummaryRow name={t('phone')}>{person.phone}</SummaryRow>}
        {person.email !== null && <SummaryRow name={t('email')}>{person.email}</SummaryRow>}
        <SummaryRow name={t('goals')}>
          <ul className="nobullet-list">
            {person.targets.map((target, index) => (
              <li key={index}>
                {target.goal}
                <span className="note">
                  {target.theme === null
                    ? target.words
                    : t('goal_in', { theme: themes.labelOf(target.theme) })}
                </span>
              </li>
            ))}
          </ul>
        </SummaryRow>
        {alignment !== null &&
          (['purpose', 'expected_of_provider', 'expected_of_citizen'] as const).map(
            (name) =>
              alignment[name] !== '' && (
                <SummaryRow key={name} name={t(name)}>
                  {alignment[name]}
                </SummaryRow>
              ),
          )}
      </SummaryList>
    </>
  );
}

function Terms({ callOff }: { callOff: CallOff }): JSX.Element {
  const { t } = useTranslation('call_offs');
  const word = useWord();
  const day = (iso: string | null): string => (iso === null ? t('not_said') : formatDate(iso));
  return (
    <SummaryList>
      <SummaryRow name={t('period')}>
        {t('period_value', {
          from: day(callOff.planned_starts_on),
          to: day(callOff.planned_ends_on),
        })}
      </SummaryRow>
      {callOff.hours_per_week !== null && (
        <SummaryRow name={t('hours')}>{formatNumber(Number(callOff.hours_per_week))}</SummaryRow>
      )}
      {callOff.duration_weeks !== null && (
        <SummaryRow name={t('weeks')}>
          {t('weeks_value', { count: callOff.duration_weeks })}
        </SummaryRow>
      )}
      {callOff.price_dkk !== null && (
        <SummaryRow name={t('price')}>{formatMoney(callOff.price_dkk)}</SummaryRow>
      )}
      <SummaryRow name={t('received')}>{formatInstant(callOff.received_at)}</SummaryRow>
      {callOff.status === 'received' && (
        <SummaryRow name={t('answer_by')}>
          {formatDate(callOff.answer_by)}
          {callOff.overdue && <strong className="warn"> {t('overdue')}</strong>}
        </SummaryRow>
      )}
      {callOff.agreed_starts_on !== null && (
        <SummaryRow name={t('agreed_start')}>{formatDate(callOff.agreed_starts_on)}</SummaryRow>
      )}
      {callOff.aligned_at !== null && (
        <SummaryRow name={t('agreed')}>
          {t('agreed_on', { when: formatInstant(callOff.aligned_at) })}
        </SummaryRow>
      )}
      {callOff.started_on !== null && (
        <SummaryRow name={t('started_on')}>{formatDate(callOff.started_on)}</SummaryRow>
      )}
      {callOff.ended_on !== null && (
        <SummaryRow name={t('ended_on')}>{formatDate(callOff.ended_on)}</SummaryRow>
      )}
      {callOff.end_reason !== null && (
        <SummaryRow name={t('end_reason')}>{word('end', callOff.end_reason)}</SummaryRow>
      )}
      {callOff.decline_reason !== null && (
        <SummaryRow name={t('decline_reason')}>
          {word('reason', callOff.decline_reason)}
          {callOff.decline_note !== '' && <p>{callOff.decline_note}</p>}
        </SummaryRow>
      )}
    </SummaryList>
  );
}

function Attendance({ id }: { id: string }): JSX.Element | null {
  const { t } = useTranslation('call_offs');
  const mayReport = useRight('attendance.report');
  const { data } = useQuery(summaryOptions(id));
  if (data === undefined) return null;
  return (
    <>
      <h2 className="h4">{t('attendance')}</h2>
      <p>
        {data.rate === null
          ? t('attendance_none')
          : t('attendance_value', {
              rate: formatShare(data.rate),
              attended: formatNumber(Number(data.attended_hours)),
              planned: formatNumber(Number(data.planned_hours)),
            })}
        {data.days_missing > 0 && (
          <strong className="warn"> {t('attendance_missing', { count: data.days_missing })}</strong>
        )}
        {mayReport && (
          <>
            {' '}
            <Link to="/attendance">{t('attendance_link')}</Link>
          </>
        )}
      </p>
    </>
  );
}

function History({ id }: { id: string }): JSX.Element | null {
  const { t } = useTranslation('call_offs');
  const word = useWord();
  const { data } = useQuery(historyOptions(id));
  if (data === undefined) return null;
  return (
    <>
      <h2 className="h4">{t('history')}</h2>
      <ol className="history nobullet-list">
        {data.map((act) => (
          <li key={act.version}>
            <span className="soft">{formatInstant(act.happened_at)}</span> {word('acts', act.act)}
          </li>
        ))}
      </ol>
    </>
  );
}

/** The page. */
export function CallOffPage(): JSX.Element {
  const { t } = useTranslation('call_offs');
  const queries = useQueryClient();
  const { id } = useParams({ from: '/staff/call-offs/$id' });
  const mayNames = useRight('referrals.participants');
  const { data: callOff, error, refetch } = useQuery(callOffOptions(id));
  const [act, setAct] = useState<Act | null>(null);
  const [done, setDone] = useState<Act | 'never' | null>(null);
  const back = <Link to="/call-offs">{t('back')}</Link>;
  if (error !== null) {
    return <FailedPage title={t('one')} back={back} error={error} onRetry={() => void refetch()} />;
  }
  if (callOff === undefined) return <Loading />;
  const close = (): void => {
    setAct(null);
    void refetch();
  };
  return (
    <div className="call-off narrow">
      <PageHead
        title={callOff.offer_name ?? callOff.offer_id}
        windowTitle={t('order', { id })}
        back={back}
        lead={<StatusTag kind={KIND[callOff.status]}>{t(`status.${callOff.status}`)}</StatusTag>}
      />
      {callOff.status === 'accepted' && callOff.aligned_at === null && (
        <Alert kind="info" heading={t('unaligned')}>
          <p className="alert-text">{t('agreed_not')}</p>
        </Alert>
      )}
      {callOff.caveats.map(({ code, detail }) => (
        <Alert key={code} kind="warning" heading={detail} />
      ))}
      {callOff.actions.length > 0 && (
        <div className="button-group acts">
          {callOff.actions.map((each, index) => (
            <Button
              key={each}
              kind={index === 0 && each !== 'end' ? 'primary' : 'secondary'}
              onClick={() => {
                setAct(each);
                setDone(null);
              }}
            >
              {t(`act.${wordsOf(each, callOff)}`)}
            </Button>
          ))}
        </div>
      )}
      {mayNames && <Who callOff={callOff} />}
      <h2 className="h4">{t('terms')}</h2>
      <Terms callOff={callOff} />
      {callOff.started_on !== null && <Attendance id={id} />}
      <History id={id} />
      {act !== null && (
        <ActDialog
          act={act}
          callOff={callOff}
          onClose={close}
          onDone={(changed) => {
            queries.setQueryData(callOffOptions(id).queryKey, changed);
            setAct(null);
            setDone(wordsOf(act, callOff));
            focusTitle();
            void queries.invalidateQueries({ queryKey: ['call-offs', 'list'] });
            void queries.invalidateQueries({ queryKey: ['call-offs', 'history', id] });
            void queries.invalidateQueries({ queryKey: ['attendance'] });
          }}
        />
      )}
      {done !== null && (
        <Toast
          onClose={() => {
            setDone(null);
          }}
        >
          {t(`done.${done}`)}
        </Toast>
      )}
    </div>
  );
}
