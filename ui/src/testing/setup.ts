import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeEach } from "vitest";

// What Mantine asks of a browser and jsdom does not have.
window.matchMedia ??= (query: string) =>
  ({
    matches: false,
    media: query,
    onchange: null,
    addListener: () => {},
    removeListener: () => {},
    addEventListener: () => {},
    removeEventListener: () => {},
    dispatchEvent: () => false,
  }) as MediaQueryList;

window.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

Element.prototype.scrollIntoView ??= () => {};

// A missing element is named without a print of the whole page; a busy machine gets time to answer.
configure({ getElementError: (message) => new Error(message ?? "not found"), asyncUtilTimeout: 5000 });

beforeEach(() => {
  window.location.hash = "";
  window.localStorage.clear();
  delete document.documentElement.dataset.theme;
  document.documentElement.dir = "ltr";
  document.documentElement.lang = "en";
});

afterEach(cleanup);
