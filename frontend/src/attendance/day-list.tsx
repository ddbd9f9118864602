/** One day of the week on a phone: a card a participant, with a press for the usual. */
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button';
import { SelectField } from '../ui/select-field';
import { readCell, REASONS, writeCell, type Reason } from './cell';
import { CellNote, cellId, useCell, type Sheet } from './cell-note';
import { longDay, shortDay } from './days';
import type { Course } from './grid';
import { weekdayOf } from './week';

function Card({ sheet, course, day }: { sheet: Sheet; course: Course; day: string }): JSX.Element {
  const { t } = useTranslation('attendance');
  const { key, text, label, mistake } = useCell(sheet, course, day);
  const reading = readCell(text, course.usual, sheet.letters);
  const entry = reading !== null && 'entry' in reading ? reading.entry : null;
  const there = writeCell(
    { planned: course.usual, attended: course.usual, reason: null },
    course.usual,
    sheet.letters,
  );
  return (
    <li className="protocol-card">
      <h3 className="protocol-name">{course.name}</h3>
      <p className="protocol-offer">{course.offer}</p>
      <div className="protocol-card-fields">
        <Button
          className={text === there ? 'is-chosen' : ''}
          aria-pressed={text === there}
          onClick={() => {
            sheet.onType(course, day, there);
          }}
        >
          {t('present')}
        </Button>
        <SelectField
          id={`${cellId(key)}-reason`}
          label={t('absence')}
          value={entry?.reason ?? ''}
          choices={[
            { value: '', label: t('choose') },
            ...REASONS.map((reason) => ({ value: reason, label: t(`reason.${reason}`) })),
          ]}
          onChange={(reason) => {
            if (reason !== '') sheet.onType(course, day, sheet.letters[reason as Reason]);
          }}
        />
        <div className={`form-group ${mistake === undefined ? '' : 'form-error'}`}>
          <label className="form-label" htmlFor={cellId(key)}>
            {t('sum')}
            <span className="sr-only"> {label}</span>
          </label>
          <input
            id={cellId(key)}
            className="form-input"
            type="text"
            autoComplete="off"
            maxLength={20}
            aria-invalid={mistake !== undefined}
            aria-describedby={mistake === undefined ? undefined : `${cellId(key)}-mistake`}
            value={text}
            onChange={(event) => {
              sheet.onType(course, day, event.target.value);
            }}
          />
        </div>
      </div>
      {mistake !== undefined && (
        <p className="form-error-message" id={`${cellId(key)}-mistake`}>
          {mistake}
        </p>
      )}
      <CellNote sheet={sheet} course={course} day={day} />
    </li>
  );
}

/** The day's participants; the newest working day that has come is shown first. */
export function DayList({ sheet }: { sheet: Sheet }): JSX.Element {
  const { t } = useTranslation('attendance');
  const open = sheet.days.filter((day) => day <= sheet.today);
  const [chosen, setChosen] = useState<string | null>(null);
  const first = open.findLast((day) => weekdayOf(day) <= 5) ?? open.at(-1) ?? sheet.days[0] ?? '';
  const day = chosen !== null && sheet.days.includes(chosen) ? chosen : first;
  const courses = sheet.courses.filter(
    (course) => course.startedOn <= day && (course.endedOn === null || day <= course.endedOn),
  );
  return (
    <>
      <div className="protocol-days" role="group" aria-label={t('day_view')}>
        {sheet.days.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === day}
            disabled={each > sheet.today}
            onClick={() => {
              setChosen(each);
            }}
          >
            {shortDay(each)}
          </button>
        ))}
      </div>
      <h2 className="h4">{longDay(day)}</h2>
      <ul className="protocol-cards nobullet-list">
        {courses.map((course) => (
          <Card key={course.id} sheet={sheet} course={course} day={day} />
        ))}
      </ul>
    </>
  );
}
