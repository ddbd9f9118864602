/** What every unit test needs: Danish texts, and a document without the last test's page. */
import '@testing-library/jest-dom/vitest';
import { cleanup } from '@testing-library/react';
import { afterEach, beforeAll } from 'vitest';
import { startTexts } from './lib/i18n';

beforeAll(startTexts);
afterEach(cleanup);
