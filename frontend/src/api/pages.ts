/** Lists that are shown whole, which the API gives in pages. */

interface Page {
  items: unknown[];
  next?: string | null;
}

/** What names a page in the query; nothing for the first. */
export interface At {
  cursor?: string;
}

/** All items of a list, asked for page by page, with what else the last page says. */
export async function fetchWhole<Asked extends Page>(
  ask: (at: At) => Promise<Asked>,
): Promise<Asked> {
  let page = await ask({});
  const items = [...page.items];
  while (page.next) {
    page = await ask({ cursor: page.next });
    items.push(...page.items);
  }
  return { ...page, items };
}
