/** What an expectation alignment says in prose, in the order in which it is read. */
export const PROSE = [
  'purpose',
  'wishes',
  'expected_of_citizen',
  'expected_of_caseworker',
  'expected_of_provider',
  'expected_of_workplace',
  'own_responsibility',
  'rights_and_duties',
] as const;
