/** Swagger UI on the page: every operation, and a form to try it with. */
import { useEffect, useRef, type JSX } from 'react';
import SwaggerUI from 'swagger-ui-dist/swagger-ui-es-bundle.js';
import 'swagger-ui-dist/swagger-ui.css';
import type { ApiDocument } from './fetch-document';

const Nothing = (): null => null;

/** The page says by itself what this is and where it answers. */
const withinThePage = {
  wrapComponents: {
    InfoContainer: () => Nothing,
    ServersContainer: () => Nothing,
  },
};

/** The operations of a document. It speaks English, as programs do. */
export function Reference({ document }: { document: ApiDocument }): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place.current === null) return;
    // A node of its own each time: Swagger UI has no way of leaving one that it has taken.
    const node = globalThis.document.createElement('div');
    place.current.replaceChildren(node);
    SwaggerUI({
      domNode: node,
      spec: document,
      layout: 'BaseLayout',
      presets: [SwaggerUI.presets.apis],
      plugins: [withinThePage],
      deepLinking: true,
      docExpansion: 'list',
      defaultModelsExpandDepth: -1,
      displayRequestDuration: true,
      syntaxHighlight: false,
      // Asks a foreign host unless told not to.
      validatorUrl: null,
    });
  }, [document]);
  return <div className="api-reference" lang="en" ref={place} />;
}
