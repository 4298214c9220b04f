import { createContext, type ReactNode, useContext, useMemo } from "react";
import { type MessageKey, messages } from "./en";
import { type MessageValue, messageParts } from "./format";
import { type Locale, makeLocale } from "./locale";

const LocaleContext = createContext<Locale | null>(null);

/** Gives everything below it the words and formats of one locale. */
export function LocaleProvider({ locale, children }: { locale: Locale; children: ReactNode }) {
  return <LocaleContext value={locale}>{children}</LocaleContext>;
}

/** The person's own locale; English where the system names none (a plain `C` locale is no language). */
export function systemLocale(): Locale {
  return makeLocale(navigator.languages.find(isLanguage) ?? "en");
}

function isLanguage(tag: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}

export interface Words extends Locale {
  /** A message with its values filled in. */
  t(key: MessageKey, values?: Record<string, MessageValue>): string;
  /** The same where a value is more than text (a bold name, a link). */
  rich(key: MessageKey, values: Record<string, MessageValue | ReactNode>): ReactNode;
}

/** Words, numbers and dates. */
export function useWords(): Words {
  const locale = useContext(LocaleContext);
  if (!locale) throw new Error("useWords needs a LocaleProvider above it");
  return useMemo(() => wordsOf(locale), [locale]);
}

/** The same outside React. */
export function wordsOf(locale: Locale): Words {
  return {
    ...locale,
    t: (key, values = {}) => messageParts<string>(messages[key], values, locale).join(""),
    rich: (key, values) =>
      messageParts<ReactNode>(messages[key], values, locale).map((part, index) =>
        // The parts of one message never change places.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        typeof part === "string" ? part : <span key={index}>{part}</span>,
      ),
  };
}
