import { createContext, type ReactNode, useContext } from "react";
import type { Api } from "./api";

const ApiContext = createContext<Api | null>(null);

/** Hands the way to Muster to everything below it. */
export function ApiProvider({ api, children }: { api: Api; children: ReactNode }) {
  return <ApiContext value={api}>{children}</ApiContext>;
}

/** The way to Muster. */
export function useApi(): Api {
  const api = useContext(ApiContext);
  if (!api) throw new Error("useApi needs an ApiProvider above it");
  return api;
}
