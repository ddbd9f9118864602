/** Runs with each file of journeys, and ends what it began. */
import { afterAll } from 'vitest';
import { closeBrowser } from './browser';

afterAll(closeBrowser);
