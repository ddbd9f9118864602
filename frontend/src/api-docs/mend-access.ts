/** Gives Swagger UI's markup the names and roles that it leaves out. */

/** The name of the parameter in whose row an element stands. */
function parameterOf(element: Element): string | null {
  return element.closest('[data-param-name]')?.getAttribute('data-param-name') ?? null;
}

function mend(node: Element): void {
  for (const select of node.querySelectorAll('select:not([aria-label], [aria-labelledby], [id])')) {
    select.setAttribute('aria-label', parameterOf(select) ?? 'Choice');
  }
  for (const field of node.querySelectorAll('textarea:not([aria-label], [id])')) {
    field.setAttribute('aria-label', parameterOf(field) ?? 'Request body');
  }
  // What scrolls must be within reach of the keyboard.
  for (const scrolled of node.querySelectorAll('pre:not([tabindex])')) {
    scrolled.setAttribute('tabindex', '0');
  }
}

/** Mends what is there and what comes; the answer ends it. */
export function mendAsItChanges(node: Element): () => void {
  const observer = new MutationObserver(() => {
    mend(node);
  });
  observer.observe(node, { childList: true, subtree: true });
  return () => {
    observer.disconnect();
  };
}
