export { type TwinFile, twinFiles, twinListFile, twinTableFile } from "./files";
export { everyKind, KINDS } from "./kinds";
export { savedSegments, type TwinSegment } from "./segments";
export { NO_TABLES, sampleTables, type TwinTables, type TwinTablesFile, twinTablesFile } from "./tables";
export { createTwin, failure, type Twin, type TwinOptions } from "./twin";
export { EVERYONE, NOW } from "./world";
