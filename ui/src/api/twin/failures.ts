import { AppFailure } from "../failure";
import type { ErrorCode } from "../types";

/** A failure as the app would send it. */
export function failure(
  code: ErrorCode,
  message: string,
  hint: string | null = null,
  path: string | null = null,
): AppFailure {
  return new AppFailure({ code, message, hint, path, detail: `${code}: as the lower layers said it` });
}
