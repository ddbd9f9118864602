/** A draft that was kept, and the way to throw away what was typed. */
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button';
import { Confirm } from '../ui/confirm';

/** The line; what is typed goes once the reader has said so twice. */
export function KeptNotice({
  isResumed,
  onStartOver,
}: {
  /** Whether the server's draft is what is begun from. */
  isResumed: boolean;
  onStartOver: () => void;
}): JSX.Element {
  const { t } = useTranslation('order');
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <p className="order-kept">
        {t('kept')}{' '}
        <Button
          kind="quiet"
          onClick={() => {
            setAsking(true);
          }}
        >
          {t('start_over')}
        </Button>
      </p>
      {isAsking && (
        <Confirm
          heading={t('start_over_title')}
          act={t('start_over')}
          danger
          onConfirm={onStartOver}
          onCancel={() => {
            setAsking(false);
          }}
        >
          <p>{t(isResumed ? 'start_over_resumed' : 'start_over_text')}</p>
        </Confirm>
      )}
    </>
  );
}
