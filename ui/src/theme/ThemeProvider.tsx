import { DirectionProvider, MantineProvider } from "@mantine/core";
import { setNonce } from "get-nonce";
import { type ReactNode, useSyncExternalStore } from "react";
import { cssVariables, theme } from "./theme";

/** The style nonce that the shell writes into the page; nothing in a browser. */
function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
}

function watchForcedTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}

function forcedTheme(): "light" | "dark" | undefined {
  const forced = document.documentElement.dataset.theme;
  return forced === "light" || forced === "dark" ? forced : undefined;
}

const followSystem = {
  get: () => "auto" as const,
  set: () => {},
  subscribe: () => {},
  unsubscribe: () => {},
  clear: () => {},
};

/** Light or dark after the system, live; `data-theme` on <html> forces one. */
export function ThemeProvider({ env, children }: { env?: "test"; children: ReactNode }) {
  const forced = useSyncExternalStore(watchForcedTheme, forcedTheme);
  setNonce(styleNonce());
  return (
    <DirectionProvider>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        defaultColorScheme="auto"
        colorSchemeManager={followSystem}
        forceColorScheme={forced}
        getStyleNonce={styleNonce}
        env={env ?? "default"}
      >
        {children}
      </MantineProvider>
    </DirectionProvider>
  );
}
