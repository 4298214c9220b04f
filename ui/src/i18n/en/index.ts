import { app } from "./app";
import { builder } from "./builder";
import { common } from "./common";
import { data } from "./data";
import { exporting } from "./exporting";
import { result } from "./result";
import { segments } from "./segments";
import { start } from "./start";

/** Every word on the screen, in English. */
export const messages = { ...common, ...app, ...start, ...segments, ...data, ...exporting, ...builder, ...result };

export type MessageKey = keyof typeof messages;
