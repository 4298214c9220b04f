export { highlight, type Token } from "./highlight";
export { ResultPanel, type ResultPanelProps } from "./ResultPanel";
