/** Swagger UI on the page: every operation, and a form to try it with. */
import { useEffect, useRef, type JSX } from 'react';
import SwaggerUI, { type SwaggerPlugin } from 'swagger-ui-dist/swagger-ui-es-bundle.js';
import 'swagger-ui-dist/swagger-ui.css';
import type { ApiDocument } from './fetch-document';
import { followReferences } from './follow-references';
import { mendAsItChanges } from './mend-access';

type Ui = ReturnType<typeof SwaggerUI>;

/** The operations alone: the page itself says what this is, where it answers and how to get in. */
const withinThePage: SwaggerPlugin = ({ React }) => ({
  components: {
    OperationsAlone: ({ getComponent }) =>
      React.createElement(
        'div',
        { className: 'swagger-ui' },
        React.createElement(getComponent('operations', true)),
      ),
  },
  wrapComponents: { authorizeOperationBtn: () => () => null },
  fn: {
    // Its own way reads all of the document anew for each part, which takes seconds.
    resolveSubtree: (read, path) =>
      Promise.resolve({ spec: followReferences(read, path), errors: [] }),
  },
});

interface ReferenceProps {
  document: ApiDocument;
  /** Sent with every try; null before there is one. */
  token: string | null;
}

/** The operations of a document. It speaks English, as programs do. */
export function Reference({ document, token }: ReferenceProps): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<Ui>(null);
  useEffect(() => {
    if (place.current === null) return;
    // A node of its own each time: Swagger UI has no way of leaving one that it has taken.
    const node = globalThis.document.createElement('div');
    place.current.replaceChildren(node);
    const stop = mendAsItChanges(node);
    drawn.current = SwaggerUI({
      domNode: node,
      spec: document,
      layout: 'OperationsAlone',
      presets: [SwaggerUI.presets.apis],
      plugins: [withinThePage],
      // Links inside buttons, which a keyboard cannot tell apart.
      deepLinking: false,
      docExpansion: 'list',
      defaultModelsExpandDepth: -1,
      displayRequestDuration: true,
      syntaxHighlight: false,
      // Asks a foreign host unless told not to.
      validatorUrl: null,
    });
    return stop;
  }, [document]);
  useEffect(() => {
    if (token !== null) drawn.current?.preauthorizeApiKey('bearer', token);
  }, [document, token]);
  return <div className="api-reference" lang="en" ref={place} />;
}
