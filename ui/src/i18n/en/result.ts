/** The segment editor's right side: the count and its tabs. */
export const result = {
  "result.title": "Result",
} as const;
