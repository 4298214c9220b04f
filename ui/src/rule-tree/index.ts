/** Edits of a draft, its history and how one walks through it: pure functions, nothing of the page. */
export * from "./edits";
export * from "./find";
export * from "./history";
export * from "./ids";
export * from "./negate";
export * from "./parse";
export * from "./paths";
export * from "./types";
export * from "./walk";
