import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { type Api, ApiProvider } from "../api";
import { CommandsProvider, NavigationProvider, Notices } from "../components";
import { type Locale, LocaleProvider } from "../i18n";
import { ThemeProvider } from "../theme/ThemeProvider";

/** Answers come from this computer: no retries, no waiting for a network, nothing asked again without a reason. */
function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: false,
        networkMode: "always",
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}

type ProvidersProps = { api: Api; locale: Locale; env?: "test"; children: ReactNode };

/** Everything a screen stands on: theme, words, the way to Muster, the place in the app. */
export function Providers({ api, locale, env, children }: ProvidersProps) {
  const [client] = useState(newQueryClient);
  return (
    <ThemeProvider env={env}>
      <LocaleProvider locale={locale}>
        <QueryClientProvider client={client}>
          <ApiProvider api={api}>
            <NavigationProvider>
              <CommandsProvider>
                <Notices>{children}</Notices>
              </CommandsProvider>
            </NavigationProvider>
          </ApiProvider>
        </QueryClientProvider>
      </LocaleProvider>
    </ThemeProvider>
  );
}
