export { SegmentEditor, type SegmentEditorProps } from "./SegmentEditor";
