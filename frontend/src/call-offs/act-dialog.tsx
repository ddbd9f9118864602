/** One act on an order: what it does, what must be said, and the API's own mistakes at its fields. */
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { today } from '../lib/format';
import { mistakesByField, problemOf, type Problem } from '../lib/problem';
import { parseDate } from '../lib/typed-date';
import { RadioGroup } from '../ui/choice-groups';
import { Confirm } from '../ui/confirm';
import { DateField } from '../ui/date-field';
import { TextArea } from '../ui/text-area';
import { doAct, type Act, type CallOff, type Said } from './fetch-call-offs';

const DECLINES = ['no_seats', 'wrong_target_group', 'not_suitable', 'capacity', 'other'] as const;
const ENDS = ['completed', 'left'] as const;
const FIELDS = ['starts_on', 'started_on', 'ended_on', 'reason', 'note'];

interface ActDialogProps {
  act: Act;
  callOff: CallOff;
  onDone: (callOff: CallOff) => void;
  onClose: () => void;
}

/** Who never came has no course to end: the same act, in words of its own. */
export function wordsOf(act: Act, callOff: CallOff): Act | 'never' {
  return act === 'end' && callOff.started_on === null ? 'never' : act;
}

/** The dialog; its key is made when it opens, so that a second press repeats nothing. */
export function ActDialog({ act, callOff, onDone, onClose }: ActDialogProps): JSX.Element {
  const { t } = useTranslation('call_offs');
  const [key] = useState(() => crypto.randomUUID());
  const [said, setSaid] = useState<Said>({
    date: act === 'accept' ? (callOff.planned_starts_on ?? '') : today(),
    reason: act === 'end' ? (callOff.started_on === null ? 'not_started' : 'completed') : '',
    note: '',
  });
  const [lacks, setLacks] = useState<ReadonlyMap<string, string>>(new Map());
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  const confirm = async (): Promise<void> => {
    const found = new Map<string, string>();
    if (act !== 'decline' && said.date !== '' && parseDate(said.date) === null) {
      found.set('date', t('date_wrong'));
    }
    if ((act === 'start' || act === 'end') && said.date === '') found.set('date', t('required'));
    if (act === 'decline' && said.reason === '') found.set('reason', t('required'));
    if (act === 'decline' && said.reason === 'other' && said.note.trim() === '') {
      found.set('note', t('required'));
    }
    setLacks(found);
    if (found.size > 0) return;
    setBusy(true);
    try {
      onDone(await doAct(act, callOff.id, said, key));
    } catch (error) {
      const raised = problemOf(error);
      const placed = mistakesByField(raised, FIELDS);
      setLacks(
        new Map(
          [...placed].map(([field, detail]) => [field.endsWith('_on') ? 'date' : field, detail]),
        ),
      );
      setProblem(placed.size > 0 ? null : raised);
      setBusy(false);
    }
  };

  const words = wordsOf(act, callOff);
  return (
    <Confirm
      heading={t(`${words}_title`)}
      act={t(`act.${words}`)}
      danger={act === 'decline' || words === 'never'}
      busy={busy}
      problem={problem}
      onConfirm={() => void confirm()}
      onCancel={onClose}
    >
      <p>{t(`${words}_text`)}</p>
      {words !== 'decline' && (
        <DateField
          id="act-date"
          label={t(`${words}_date`)}
          optional={act === 'accept'}
          error={lacks.get('date')}
          value={said.date}
          onChange={(date) => {
            setSaid({ ...said, date });
          }}
        />
      )}
      {act === 'decline' && (
        <>
          <RadioGroup
            id="act-reason"
            name="reason"
            label={t('decline_why')}
            error={lacks.get('reason')}
            value={said.reason}
            choices={DECLINES.map((value) => ({ value, label: t(`reason.${value}`) }))}
            onChange={(reason) => {
              setSaid({ ...said, reason });
            }}
          />
          <TextArea
            id="act-note"
            label={t('decline_note')}
            hint={t('decline_note_hint')}
            optional={said.reason !== 'other'}
            rows={3}
            maxLength={500}
            error={lacks.get('note')}
            value={said.note}
            onChange={(event) => {
              setSaid({ ...said, note: event.target.value });
            }}
          />
        </>
      )}
      {words === 'end' && (
        <RadioGroup
          id="act-reason"
          name="reason"
          label={t('end_why')}
          error={lacks.get('reason')}
          value={said.reason}
          choices={ENDS.map((value) => ({ value, label: t(`end.${value}`) }))}
          onChange={(reason) => {
            setSaid({ ...said, reason });
          }}
        />
      )}
    </Confirm>
  );
}
