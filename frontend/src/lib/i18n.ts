/** Danish first, English second: one i18next instance, to which each feature adds its own texts. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { da } from '../locales/da';

export type Language = 'da' | 'en';
export const LANGUAGES: readonly { code: Language; name: string }[] = [
  { code: 'da', name: 'Dansk' },
  { code: 'en', name: 'English' },
];
const STORED_AS = 'pejling.language';

/** The texts by name of their feature; each feature's texts.ts adds its own line. */
export interface TextSpaces {
  translation: typeof da;
}

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: TextSpaces;
    fallbackNS: ['translation', 'pages'];
  }
}

const added: { name: string; language: Language; texts: object }[] = [];

/** Adds a feature's texts; called by its texts.ts, which comes with the feature's own code. */
export function addTexts(name: keyof TextSpaces, texts: Readonly<Record<Language, object>>): void {
  for (const { code } of LANGUAGES) {
    added.push({ name, language: code, texts: texts[code] });
    if (i18next.isInitialized) i18next.addResourceBundle(code, name, texts[code]);
  }
}

/** The language that this browser chose last; Danish where it never chose. */
function rememberedLanguage(): Language {
  try {
    return localStorage.getItem(STORED_AS) === 'en' ? 'en' : 'da';
  } catch {
    return 'da'; // Storage may be forbidden; the page works without it.
  }
}

/** The language on screen. */
export function currentLanguage(): Language {
  return i18next.language === 'en' ? 'en' : 'da';
}

/** Changes the language of the page and remembers it in this browser. */
export async function changeLanguage(language: Language): Promise<void> {
  if (language === 'en' && !i18next.hasResourceBundle('en', 'translation')) {
    const { en } = await import('../locales/en');
    i18next.addResourceBundle('en', 'translation', en);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  try {
    localStorage.setItem(STORED_AS, language);
  } catch {
    // As above: forgetting the choice is all that is lost.
  }
}

/** Readies the texts; resolves when the remembered language is on screen. */
export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'da',
    fallbackLng: 'da',
    // A feature's pages may use the frame's own words as well, and those that pages share.
    fallbackNS: ['translation', 'pages'],
    resources: { da: { translation: da } },
    interpolation: { escapeValue: false }, // React escapes.
    returnNull: false,
  });
  // Those whose code was here before the language was.
  for (const { name, language, texts } of added) {
    i18next.addResourceBundle(language, name, texts);
  }
  await changeLanguage(rememberedLanguage());
}
