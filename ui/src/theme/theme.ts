import { type CSSVariablesResolver, createTheme, rem } from "@mantine/core";

/** Muster's look for Mantine's parts; the values themselves stand in tokens.css. */
export const theme = createTheme({
  primaryColor: "petrol",
  primaryShade: { light: 7, dark: 4 },
  colors: {
    petrol: [
      "#eef7f7",
      "#dff0ef",
      "#b9dddc",
      "#8fc6c5",
      "#4cbcb9",
      "#2a9a99",
      "#157f82",
      "#0b666b",
      "#08545a",
      "#063f44",
    ],
  },
  fontFamily: "var(--font)",
  fontFamilyMonospace: "var(--mono)",
  fontSizes: { xs: rem(11), sm: rem(12), md: rem(13), lg: rem(15), xl: rem(20) },
  spacing: { xs: rem(4), sm: rem(8), md: rem(12), lg: rem(16), xl: rem(24) },
  radius: { xs: rem(5), sm: rem(6), md: rem(8), lg: rem(10), xl: rem(12) },
  shadows: { xs: "var(--shadow-card)", md: "var(--shadow-menu)", xl: "var(--shadow-drag)" },
  defaultRadius: "sm",
  focusRing: "auto",
  cursorType: "default",
  respectReducedMotion: true,
});

const toTokens = {
  "--mantine-color-body": "var(--canvas)",
  "--mantine-color-text": "var(--text)",
  "--mantine-color-dimmed": "var(--text-3)",
  "--mantine-color-placeholder": "var(--text-3)",
  "--mantine-color-anchor": "var(--accent-text)",
  "--mantine-color-error": "var(--danger-text)",
  "--mantine-color-default": "var(--surface)",
  "--mantine-color-default-hover": "var(--hover)",
  "--mantine-color-default-color": "var(--text)",
  "--mantine-color-default-border": "var(--line-strong)",
  "--mantine-primary-color-filled": "var(--accent)",
  "--mantine-primary-color-filled-hover": "var(--accent-hover)",
  "--mantine-primary-color-contrast": "var(--on-accent)",
  "--mantine-primary-color-light": "var(--accent-soft)",
  "--mantine-primary-color-light-hover": "var(--accent-soft)",
  "--mantine-primary-color-light-color": "var(--accent-text)",
};

/** Points Mantine's variables at Muster's tokens, in both schemes alike (each token knows its two values). */
export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: toTokens, dark: toTokens });
