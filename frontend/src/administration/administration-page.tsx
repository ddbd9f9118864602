/** The administration: one page, of which each sees the parts that its rights open. */
import { Link, useSearch } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { NoRight } from '../session/no-right';
import { useSession } from '../session/use-session';
import { PageHead } from '../ui/page-head';
import { Empty } from '../ui/states';
import { SubNavigation } from '../ui/sub-navigation';
import './administration.scss';
import { Clients } from './clients';
import { Extract } from './extract';
import { Jobs } from './jobs';
import { Log } from './log';
import { Operations } from './operations';
import { partsOpenTo, RIGHT_OF, type AdministrationPart } from './search';
import './texts';

const CONTENT: Readonly<Record<AdministrationPart, () => JSX.Element>> = {
  clients: Clients,
  log: Log,
  extract: Extract,
  operations: Operations,
  jobs: Jobs,
};

/** The page at `/administration`; the part stands in the address. */
export function AdministrationPage(): JSX.Element {
  const { t } = useTranslation('administration');
  const { part: asked } = useSearch({ from: '/staff/administration' });
  const { rights } = useSession();
  const open = partsOpenTo(rights);
  const part = asked ?? open[0];
  if (asked !== undefined && !open.includes(asked)) return <NoRight right={RIGHT_OF[asked]} />;
  const Content = part === undefined ? null : CONTENT[part];
  return (
    <div className="administration">
      <PageHead
        title={t('title')}
        lead={t('lead')}
        windowTitle={part === undefined ? t('title') : t(`part.${part}`)}
      />
      <SubNavigation label={t('parts')}>
        {open.map((each) => (
          <Link
            key={each}
            to="/administration"
            search={{ part: each }}
            aria-current={each === part ? 'page' : undefined}
          >
            {t(`part.${each}`)}
          </Link>
        ))}
      </SubNavigation>
      {Content === null || part === undefined ? (
        <Empty heading={t('nothing')} />
      ) : (
        <section aria-labelledby="part-title">
          <h2 className="section-title" id="part-title">
            {t(`part.${part}`)}
          </h2>
          <Content />
        </section>
      )}
    </div>
  );
}
