export { DataRoom } from "./DataRoom";
export { ImportScreen } from "./ImportScreen";
export { ImportsProvider, useImports } from "./imports";
