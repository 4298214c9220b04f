export { previewOf, type TwinFile, twinFiles } from "./files";
export { everyKind, KINDS } from "./kinds";
export { savedSegments, type TwinSegment } from "./segments";
export { createTwin, failure, type Twin, type TwinOptions } from "./twin";
export { EVERYONE, NOW } from "./world";
