import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import type { Api } from "./api";
import { hostApi, insideWindow } from "./api/host";
import { App } from "./app/App";
import { Providers } from "./app/Providers";
import { systemLocale } from "./i18n";
import "./theme/index.css";

/** In a plain browser there is no Muster behind the page: while developing, its twin stands in. */
async function chooseApi(): Promise<Api> {
  if (!insideWindow() && (import.meta.env.DEV || import.meta.env.MODE === "twin")) {
    const { twinFromAddress } = await import("./api/twin/address");
    return twinFromAddress(window.location.search);
  }
  return hostApi();
}

async function start(): Promise<void> {
  const api = await chooseApi();
  const locale = systemLocale();
  document.documentElement.lang = "en";
  document.documentElement.dir = locale.dir;
  const root = document.getElementById("root");
  if (!root) return;
  createRoot(root).render(
    <StrictMode>
      <Providers api={api} locale={locale}>
        <App />
      </Providers>
    </StrictMode>,
  );
}

void start();
