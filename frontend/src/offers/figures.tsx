/** Every figure of the offer for one of its target groups, and why it stands where it does. */
import { useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { codedText } from '../lib/coded';
import { FigureTable } from '../ui/figures/figure-table';
import { SelectField } from '../ui/select-field';
import { Failed, Loading } from '../ui/states';
import { standingOptions, type OfferDetail } from './fetch-offer';

function Standing({ offer, group }: { offer: OfferDetail; group: string }): JSX.Element {
  const { t } = useTranslation('offers');
  const { data, error, refetch } = useQuery(standingOptions(group));
  if (error !== null) return <Failed error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading rows={4} />;
  const card = [...data.ranked, ...data.too_few].find((one) => one.offer.id === offer.id);
  if (card === undefined) return <p>{t('figures_none')}</p>;
  return (
    <>
      {card.reason !== '' && (
        <p>
          <strong>{t('why')}:</strong> <span lang="da">{card.reason}</span>
        </p>
      )}
      <FigureTable
        indicators={data.indicators}
        figures={card.figures}
        offer={offer}
        targetGroup={group}
      />
    </>
  );
}

/** The section, with the target group that the figures are about. */
export function Figures({ offer }: { offer: OfferDetail }): JSX.Element {
  const { t } = useTranslation('offers');
  const [chosen, setChosen] = useState(offer.target_groups[0] ?? '');
  return (
    <section className="offer-figures">
      <h2 className="section-title">{t('figures')}</h2>
      {offer.target_groups.length === 0 ? (
        <p>{t('figures_no_groups')}</p>
      ) : (
        <>
          <SelectField
            id="figures-for"
            label={t('figures_for')}
            value={chosen}
            choices={offer.target_groups.map((code) => ({
              value: code,
              label: codedText('target_group', code),
            }))}
            onChange={setChosen}
          />
          <Standing offer={offer} group={chosen} />
        </>
      )}
    </section>
  );
}
