/** How the choices of a page stand in its address: readable, and as flat as the API's own. */

/** `a=1&b=2` into names and values. */
export function parseAddress(address: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(address));
}

/** Names and values into `?a=1&b=2`, with `:` and `,` left readable. */
export function writeAddress(search: Record<string, unknown>): string {
  const pairs = Object.entries(search)
    .filter((pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1] !== '')
    .map(([name, value]) => {
      const written = encodeURIComponent(value).replaceAll('%3A', ':').replaceAll('%2C', ',');
      return `${encodeURIComponent(name)}=${written}`;
    });
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
