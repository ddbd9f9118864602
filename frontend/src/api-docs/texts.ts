/** The API page's texts. */
import { addTexts } from '../lib/i18n';

export const da = {
  title: 'API til systemer',
  lead: 'Alt, hvad installationens tjenester svarer på, til at læse og til at prøve. Et forsøg her er rigtigt: det, der oprettes, bliver stående.',
  token_title: 'Et token',
  token_text:
    'Hent et token med en klient, som kommunens administrator har oprettet, eller indsæt et, du har. Demonstrationens klient står i .data/demo.json. Et token gælder i ti minutter og glemmes, når siden lukkes.',
  id: 'client_id',
  secret: 'client_secret',
  token: 'eller et token',
  get_in: 'Brug til forsøg',
  getting_in: 'Henter token …',
  inside: 'Tokenet sendes med hvert forsøg herunder.',
  refused_title: 'Der kom intet token',
  operations: 'Tjenesternes operationer (på engelsk)',
  steps: 'API’et trin for trin, med curl (på engelsk)',
  document: 'OpenAPI-dokumentet (JSON)',
  loading: 'Henter beskrivelsen af API’et …',
  error_title: 'Beskrivelsen af API’et kunne ikke hentes',
  empty_title: 'Der er intet at vise endnu',
  empty_text: 'Tjenesterne er ved at starte. Genindlæs siden om lidt.',
  missing_title: 'Ikke alle tjenester svarer',
  missing_text:
    'Det, der står om {{names}}, mangler eller er af ældre dato. Genindlæs siden om lidt; fortsætter det, så kør »pejling doctor«.',
};

export const en: typeof da = {
  title: 'API for systems',
  lead: 'Everything that the services of this installation answer, to read and to try. A try here is real: what is created stays.',
  token_title: 'A token',
  token_text:
    'Fetch a token with a client that the municipality’s administrator has created, or paste one that you have. The client of the demonstration stands in .data/demo.json. A token lasts ten minutes and is forgotten when the page is closed.',
  id: 'client_id',
  secret: 'client_secret',
  token: 'or a token',
  get_in: 'Use it to try',
  getting_in: 'Fetching a token …',
  inside: 'The token is sent with each try below.',
  refused_title: 'No token came',
  operations: 'Operations of the services',
  steps: 'The API step by step, with curl',
  document: 'The OpenAPI document (JSON)',
  loading: 'Fetching the description of the API …',
  error_title: 'The description of the API could not be fetched',
  empty_title: 'There is nothing to show yet',
  empty_text: 'The services are starting. Reload the page in a moment.',
  missing_title: 'Not all services answer',
  missing_text:
    'What is said of {{names}} is missing or older. Reload the page in a moment; if it goes on, run »pejling doctor«.',
};

addTexts('api_docs', { da, en });

declare module '../lib/i18n' {
  interface TextSpaces {
    api_docs: typeof da;
  }
}
