// The demonstration's users, and how often somebody may try to be one of them.
import { createHash, timingSafeEqual } from 'node:crypto';

const MOST_TRIES = 10;
const TRIES_WITHIN = 60_000; // milliseconds
const NOBODY = { password: '' };

const digest = (text) => createHash('sha256').update(text).digest();

export class Accounts {
  #users;
  #failed = new Map();

  constructor(users, application) {
    this.application = application;
    this.#users = new Map(users.map((user) => [user.username, user]));
  }

  // Usernames and what they are, for the page: there is nothing secret in them.
  names() {
    return [...this.#users.values()].map(({ username, name }) => ({ username, name }));
  }

  check(username, password) {
    const known = this.#users.get(username.trim().toLowerCase());
    if (this.#hasFailedTooOften(known)) return { mistake: 'too_often' };
    const shown = digest(password.trim().toLowerCase().replace(/[\s-]+/gu, '-'));
    const isRight = timingSafeEqual(shown, digest((known ?? NOBODY).password));
    if (known !== undefined && isRight) return { id: known.username };
    this.#noteFailure(known);
    return { mistake: 'wrong' };
  }

  find(id) {
    const user = this.#users.get(id);
    if (user === undefined) return undefined;
    const { username, name, privileges } = user;
    return {
      accountId: id,
      claims: () => ({ sub: id, name, preferred_username: username, privileges }),
    };
  }

  #recent(known) {
    const since = Date.now() - TRIES_WITHIN;
    return (this.#failed.get(known?.username) ?? []).filter((at) => at > since);
  }

  #hasFailedTooOften(known) {
    return known !== undefined && this.#recent(known).length >= MOST_TRIES;
  }

  #noteFailure(known) {
    if (known !== undefined) this.#failed.set(known.username, [...this.#recent(known), Date.now()]);
  }
}
