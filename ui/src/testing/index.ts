export { failure } from "../api/twin";
export { LONG_NAME, LONG_WORD } from "./long";
export { axeFindings, renderWithTwin } from "./render";
