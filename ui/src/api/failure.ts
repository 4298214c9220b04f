import type { AppError, ErrorCode } from "./types";

/** What every failed call throws: the app's own error, as something that can be thrown. */
export class AppFailure extends Error {
  override readonly name = "AppFailure";
  readonly error: AppError;

  constructor(error: AppError) {
    super(error.message);
    this.error = error;
  }

  get code(): ErrorCode {
    return this.error.code;
  }
}

function isAppError(value: unknown): value is AppError {
  return (
    typeof value === "object" &&
    value !== null &&
    "code" in value &&
    typeof value.code === "string" &&
    "message" in value &&
    typeof value.message === "string"
  );
}

/** Whatever was thrown, as the error to show. The shell's own refusals arrive as plain texts. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppFailure) return thrown.error;
  if (isAppError(thrown)) return thrown;
  const detail =
    thrown instanceof Error ? thrown.message : typeof thrown === "string" ? thrown : (JSON.stringify(thrown) ?? "");
  return { code: "internal", message: "", hint: null, path: null, detail };
}

/** True for the answer that a newer request or the person's own Cancel brought about: never shown as an error. */
export function isCancelled(thrown: unknown): boolean {
  return toAppError(thrown).code === "cancelled";
}
