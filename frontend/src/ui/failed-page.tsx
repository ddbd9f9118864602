/** A page whose one thing could not be had: what it would have been, why not, and the way back. */
import type { JSX, ReactNode } from 'react';
import { PageHead } from './page-head';
import { Failed } from './states';

/** The page in the place of the one that was asked for. */
export function FailedPage({
  title,
  back,
  error,
  onRetry,
}: {
  title: string;
  back: ReactNode;
  error: unknown;
  onRetry: () => void;
}): JSX.Element {
  return (
    <>
      <PageHead title={title} back={back} />
      <Failed error={error} onRetry={onRetry} />
    </>
  );
}
