export { LocaleProvider, systemLocale, useWords, type Words, wordsOf } from "./context";
export type { MessageKey } from "./en";
export { type Locale, makeLocale } from "./locale";
