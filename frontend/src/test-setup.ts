/** What every unit test needs: Danish texts, and a document without the last test's page. */
import '@testing-library/jest-dom/vitest';
import { cleanup } from '@testing-library/react';
import { afterEach, beforeAll } from 'vitest';
import { startTexts } from './lib/i18n';

// jsdom knows the element and none of its methods.
HTMLDialogElement.prototype.showModal = function showModal() {
  this.setAttribute('open', '');
};
HTMLDialogElement.prototype.close = function close() {
  this.removeAttribute('open');
};

beforeAll(startTexts);
afterEach(cleanup);
