/** What the page uses of swagger-ui-dist, which brings no types of its own. */
declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  interface SwaggerUi {
    /** Sends a key, or for a scheme of kind `http` a token, with every request from here on. */
    preauthorizeApiKey: (scheme: string, value: string) => void;
  }
  interface SwaggerUiFactory {
    (options: Record<string, unknown>): SwaggerUi;
    presets: { apis: unknown };
  }
  /** A component and an element of the React that Swagger UI brings along. */
  type Component = (props: {
    getComponent: (name: string, connected: boolean) => Component;
  }) => unknown;
  interface OwnReact {
    createElement: (kind: string | Component, props?: object, ...children: unknown[]) => unknown;
  }
  export type SwaggerPlugin = (system: { React: OwnReact }) => {
    components: Record<string, Component>;
    wrapComponents: Record<string, () => () => unknown>;
    fn: {
      resolveSubtree: (
        document: unknown,
        path: readonly string[],
      ) => Promise<{ spec: unknown; errors: readonly unknown[] }>;
    };
  };
  const SwaggerUI: SwaggerUiFactory;
  export default SwaggerUI;
}
