import { expect, test } from 'vitest';
import { localPath, readSignInSearch } from './sign-in-page';

test.each(['/guide?target_group=dagpenge', '/'])('%s is a page of our own', (path) => {
  expect(localPath(path)).toBe(path);
});

test.each(['https://example.com', '//example.com', '/\\example.com', 'guide', '', 3])(
  '%s is gone to by nobody',
  (path) => {
    expect(localPath(path)).toBeUndefined();
    expect(readSignInSearch({ return_to: path })).toEqual({});
  },
);
