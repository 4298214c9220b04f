export { failure } from "../api/twin";
export { axeFindings, renderWithTwin } from "./render";
