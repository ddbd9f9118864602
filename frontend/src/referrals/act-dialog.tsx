/** Approving, breaking off and assessing: what it does, and what must be said. */
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useCodes } from '../api/codes';
import { today } from '../lib/format';
import { mistakesByField, problemOf, type Problem } from '../lib/problem';
import { parseDate } from '../lib/typed-date';
import { RadioGroup } from '../ui/choice-groups';
import { Confirm } from '../ui/confirm';
import { DateField } from '../ui/date-field';
import { SelectField } from '../ui/select-field';
import { TextArea } from '../ui/text-area';
import { abort, approve, assess, type Referral, type Result } from './fetch-referrals';

export type Asked = 'approve' | 'abort' | 'refuse' | 'withdraw' | 'assess';

/** Reasons that only the software itself gives, or that another button means. */
const NOT_CHOSEN = new Set(['not_approved', 'not_started', 'cancelled', 'registered_by_mistake']);
const RESULTS = ['reached', 'partly', 'not_reached'] as const;

interface ActDialogProps {
  asked: Asked;
  referral: Referral;
  onDone: (referral: Referral) => void;
  onClose: () => void;
}

interface Said {
  reason: string;
  date: string;
  results: (Result | '')[];
  notes: string[];
  next: string;
}

type Lacks = ReadonlyMap<string, string>;

function Assessment({
  referral,
  said,
  lacks,
  onSay,
}: {
  referral: Referral;
  said: Said;
  lacks: Lacks;
  onSay: (changes: Partial<Said>) => void;
}): JSX.Element {
  const { t } = useTranslation('referrals');
  const steps = useCodes('next_steps');
  return (
    <>
      {referral.targets.map((target, place) => (
        <div className="assessed-target" key={place}>
          <p className="weight-semibold">{target.goal}</p>
          <RadioGroup
            id={`result-${place}`}
            name={`result-${place}`}
            label={t('assess_result')}
            error={lacks.get(`result-${place}`)}
            value={said.results[place] ?? ''}
            choices={RESULTS.map((value) => ({ value, label: t(`result.${value}`) }))}
            onChange={(value) => {
              onSay({ results: said.results.with(place, value as Result) });
            }}
          />
          <TextArea
            id={`note-${place}`}
            label={t('assess_note')}
            optional
            rows={2}
            value={said.notes[place] ?? ''}
            onChange={(event) => {
              onSay({ notes: said.notes.with(place, event.target.value) });
            }}
          />
        </div>
      ))}
      <SelectField
        id="next_step"
        label={t('assess_next')}
        error={lacks.get('next_step')}
        value={said.next}
        choices={[{ value: '', label: t('choose') }, ...steps.choices]}
        onChange={(next) => {
          onSay({ next });
        }}
      />
    </>
  );
}

function lacksOf(asked: Asked, referral: Referral, said: Said, required: string, date: string) {
  const found = new Map<string, string>();
  if (asked === 'abort' && said.reason === '') found.set('reason', required);
  if (asked === 'abort' && referral.started_on !== null && parseDate(said.date) === null) {
    found.set('ended_on', said.date === '' ? required : date);
  }
  if (asked === 'assess') {
    said.results.forEach((result, place) => {
      if (result === '') found.set(`result-${place}`, required);
    });
    if (said.next === '') found.set('next_step', required);
  }
  return found;
}

async function send(asked: Asked, referral: Referral, said: Said, key: string): Promise<Referral> {
  const ended_on = referral.started_on === null ? null : said.date;
  switch (asked) {
    case 'approve':
      return approve(referral, key);
    case 'refuse':
      return abort(referral, { reason: 'not_approved', ended_on: null }, key);
    case 'withdraw':
      return abort(referral, { reason: 'registered_by_mistake', ended_on: null }, key);
    case 'abort':
      return abort(referral, { reason: said.reason, ended_on }, key);
    case 'assess': {
      const targets = said.results.map((result, place) => ({
        result: result as Result,
        note: said.notes[place] ?? '',
      }));
      return assess(referral, { targets, next_step: said.next }, key);
    }
  }
}

/** The dialog; its key is made when it opens, so that a second press repeats nothing. */
export function ActDialog({ asked, referral, onDone, onClose }: ActDialogProps): JSX.Element {
  const { t } = useTranslation('referrals');
  const reasons = useCodes('abort_reasons');
  const [key] = useState(() => crypto.randomUUID());
  const [said, setSaid] = useState<Said>({
    reason: '',
    date: today(),
    results: referral.targets.map(() => ''),
    notes: referral.targets.map(() => ''),
    next: '',
  });
  const [lacks, setLacks] = useState<Lacks>(new Map());
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const say = (changes: Partial<Said>): void => {
    setSaid({ ...said, ...changes });
  };
  const confirm = async (): Promise<void> => {
    const found = lacksOf(asked, referral, said, t('required'), t('date_wrong'));
    setLacks(found);
    if (found.size > 0) return;
    setBusy(true);
    try {
      onDone(await send(asked, referral, said, key));
    } catch (error) {
      const raised = problemOf(error);
      const placed = mistakesByField(raised, ['reason', 'ended_on', 'next_step']);
      setLacks(placed);
      setProblem(placed.size > 0 ? null : raised);
      setBusy(false);
    }
  };
  const text =
    asked === 'abort'
      ? referral.started_on === null
        ? 'abort_text_before'
        : 'abort_text_after'
      : (`${asked}_text` as const);
  return (
    <Confirm
      heading={t(`${asked}_title`)}
      act={t(asked === 'assess' ? 'assess_save' : `act.${asked}`)}
      danger={asked === 'abort' || asked === 'refuse' || asked === 'withdraw'}
      busy={busy}
      problem={problem}
      onConfirm={() => void confirm()}
      onCancel={onClose}
    >
      <p>
        {t(text)}
        {asked === 'abort' && ` ${t('no_undo')}`}
      </p>
      {asked === 'abort' && (
        <>
          <SelectField
            id="abort-reason"
            label={t('abort_why')}
            error={lacks.get('reason')}
            value={said.reason}
            choices={[
              { value: '', label: t('choose') },
              ...reasons.choices.filter(({ value }) => !NOT_CHOSEN.has(value)),
            ]}
            onChange={(reason) => {
              say({ reason });
            }}
          />
          {referral.started_on !== null && (
            <DateField
              id="abort-date"
              label={t('abort_date')}
              error={lacks.get('ended_on')}
              value={said.date}
              onChange={(date) => {
                say({ date });
              }}
            />
          )}
        </>
      )}
      {asked === 'assess' && (
        <Assessment referral={referral} said={said} lacks={lacks} onSay={say} />
      )}
    </Confirm>
  );
}
