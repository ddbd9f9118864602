/** For those who have several roles, municipalities or providers: one at a time, and which. */
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { chooseRole, type SessionChoice } from '../api/session';
import { problemOf, type Problem } from '../lib/problem';
import { Icon } from '../ui/icon';
import { PageHead } from '../ui/page-head';
import { ProblemNotice } from '../ui/problem-notice';
import { useAccount } from './use-session';

/** A choice in words: the provider where there is one, otherwise the role. */
function choiceName(choice: SessionChoice): string {
  return choice.provider?.name ?? choice.role_name;
}

function Choice({
  choice,
  busy,
  onChoose,
}: {
  choice: SessionChoice;
  busy: boolean;
  onChoose: () => void;
}): JSX.Element {
  const { t } = useTranslation();
  return (
    <li>
      <button type="button" className="choice" disabled={busy} onClick={onChoose}>
        <span className="choice-name">{choiceName(choice)}</span>
        <span className="choice-more">
          {choice.provider === null ? '' : `${choice.role_name} · `}
          {choice.municipality.name}
        </span>
        {choice.chosen && (
          <span className="choice-now">
            <Icon name="check" />
            {t('session.chosen_now')}
          </span>
        )}
      </button>
    </li>
  );
}

/** The choice, before anything else is shown and again from the menu. */
export function ChoosePage({ onChosen }: { onChosen: () => void }): JSX.Element {
  const { t } = useTranslation();
  const choices = useAccount()?.choices ?? [];
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const choose = async (id: string): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await chooseRole(id);
      onChosen();
    } catch (error) {
      setProblem(problemOf(error));
      setBusy(false);
    }
  };
  return (
    <div className="narrow">
      <PageHead title={t('session.choose_title')} lead={t('session.choose_lead')} />
      {problem !== null && <ProblemNotice problem={problem} />}
      <ul className="choices no-max-width">
        {choices.map((choice) => (
          <Choice
            key={choice.id}
            choice={choice}
            busy={busy}
            onChoose={() => void choose(choice.id)}
          />
        ))}
      </ul>
    </div>
  );
}
