export type { Api, OnProgress, Unsubscribe } from "./api";
export { ApiProvider, useApi } from "./context";
export { AppFailure, isCancelled, toAppError } from "./failure";
export { keys } from "./keys";
export type * from "./types";
