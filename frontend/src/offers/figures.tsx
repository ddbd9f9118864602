/** Every figure of the offer for one of its target groups, and why it stands where it does. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { JSX } from 'react';
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
  const { target_group: asked } = useSearch({ from: '/staff/offers/$offerId' });
  const navigate = useNavigate({ from: '/offers/$offerId' });
  const groups = offer.target_groups;
  const chosen = groups.find((code) => code === asked) ?? groups[0];
  return (
    <section className="offer-figures">
      <h2 className="section-title">{t('figures')}</h2>
      {chosen === undefined ? (
        <p>{t('figures_no_groups')}</p>
      ) : (
        <>
          <SelectField
            id="figures-for"
            label={t('figures_for')}
            value={chosen}
            choices={groups.map((code) => ({
              value: code,
              label: codedText('target_group', code),
            }))}
            onChange={(target_group) => {
              void navigate({
                search: (before) => ({ ...before, target_group }),
                replace: true,
                resetScroll: false,
              });
            }}
          />
          <Standing offer={offer} group={chosen} />
        </>
      )}
    </section>
  );
}
