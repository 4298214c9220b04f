import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** Stops a shipped build that would carry the in-memory twin. */
function noTwinInside(): Plugin {
  return {
    name: "no-twin-inside",
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== "chunk") continue;
        const inside = chunk.moduleIds.find((id) => id.includes("/src/api/twin/"));
        if (inside) this.error(`The in-memory twin is for development and tests only, and ${inside} is in the build.`);
      }
    },
  };
}

/** Reads only the icons that are used: the package's own entry has some six thousand files behind it. */
function iconsOneByOne(): Plugin {
  return {
    name: "icons-one-by-one",
    enforce: "pre",
    transform(code, id) {
      if (!id.includes("/src/") || !code.includes("@tabler/icons-react")) return null;
      return code.replace(/import \{([^}]*)\} from "@tabler\/icons-react";/g, (_, names: string) =>
        names
          .split(",")
          .map((name) => name.trim())
          .filter((name) => name && !name.startsWith("type "))
          .map((name) => `import ${name} from "@tabler/icons-react/dist/esm/icons/${name}.mjs";`)
          .join(" "),
      );
    },
  };
}

export default defineConfig(({ mode }) => ({
  plugins: [iconsOneByOne(), react(), ...(mode === "production" ? [noTwinInside()] : [])],
  // Relative addresses work under any scheme the shell serves the page from.
  base: "./",
  clearScreen: false,
  server: { port: 5173, strictPort: true },
  build: {
    target: "safari17.5",
    cssTarget: "safari17.5",
    // The content policy allows fonts from files, not from data: addresses.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
  },
  test: {
    restoreMocks: true,
    // Pure functions need no page: `.test.ts` runs without one, `.test.tsx` with jsdom.
    projects: [
      { extends: true, test: { name: "pure", environment: "node", include: ["src/**/*.test.ts"] } },
      {
        extends: true,
        test: {
          name: "page",
          environment: "jsdom",
          setupFiles: ["./src/testing/setup.ts"],
          include: ["src/**/*.test.tsx"],
          css: false,
          testTimeout: 20_000,
        },
      },
    ],
  },
}));
