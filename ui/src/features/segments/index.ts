export { SegmentList } from "./SegmentList";
