/** What the page uses of swagger-ui-dist, which brings no types of its own. */
declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  interface SwaggerUi {
    initOAuth: (options: { useBasicAuthenticationWithAccessCodeGrant?: boolean }) => void;
  }
  interface SwaggerUiFactory {
    (options: Record<string, unknown>): SwaggerUi;
    presets: { apis: unknown };
  }
  const SwaggerUI: SwaggerUiFactory;
  export default SwaggerUI;
}
