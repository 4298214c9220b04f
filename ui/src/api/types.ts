/** The shapes that cross between the page and Muster, generated from crates/app/src/dto.rs. */
export type * from "./bindings";
