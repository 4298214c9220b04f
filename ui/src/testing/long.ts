import {
  sampleTables,
  savedSegments,
  type TwinFile,
  type TwinSegment,
  type TwinTables,
  type TwinTablesFile,
  twinFiles,
  twinTablesFile,
} from "../api/twin";
import type { CatalogRelation, CatalogTable } from "../api/types";

/** Names as they come: far longer than anybody planned for, one of them without a place to break. */
export const LONG_NAME =
  "Customers of the summer 2026 family plan launch in EMEA who never came back after their second support chat";
export const LONG_WORD =
  "utm_campaign_first_touch_summer_2026_family_plan_launch_emea_retargeting_variant_b_final_final";

/** Segments with very long names. */
export function longSegments(): TwinSegment[] {
  return savedSegments().map((segment, i) => ({
    ...segment,
    name: i % 2 === 0 ? `${LONG_NAME} ${i}` : `${LONG_WORD}_${i}`,
  }));
}

/** Files with very long names, columns and values. */
export function longFiles(): TwinFile[] {
  return twinFiles().map((one) => ({
    ...one,
    file: { ...one.file, name: `${LONG_WORD}-${one.file.name}` },
    preview: {
      ...one.preview,
      because: `${one.preview.because}, ${LONG_NAME}`,
      columns: one.preview.columns.map((column) => ({
        ...column,
        name: column.becomes === "user_property" ? `${LONG_WORD}.${column.name}` : column.name,
        why: `${column.why} (${LONG_NAME})`,
      })),
      rows: one.preview.rows.map((row) => row.map((cell) => (cell === null ? null : `${cell} ${LONG_WORD}`))),
    },
    report: { ...one.report, rejects: one.report.rejects.map((row) => ({ ...row, why: `${row.why} ${LONG_NAME}` })) },
  }));
}

function longTable(table: CatalogTable): CatalogTable {
  return {
    ...table,
    name: `${LONG_NAME} ${table.name}`,
    columns: table.columns.map((column, i) => ({
      ...column,
      name: i % 2 ? `${LONG_WORD}.${column.name}` : column.name,
    })),
  };
}

function longRelation(relation: CatalogRelation): CatalogRelation {
  const { name, reverse } = relation;
  return { ...relation, name: `${LONG_WORD}_${name}`, reverse: reverse && `${LONG_WORD}_${reverse}` };
}

/** Tables, relations, lists and purposes with very long names. */
export function longTables(): TwinTables {
  const { tables, relations, lists, purposes } = sampleTables();
  return {
    tables: tables.map(longTable),
    relations: relations.map(longRelation),
    lists: lists.map((list) => ({ ...list, name: `${LONG_NAME} ${list.name}` })),
    purposes: purposes.map((one) => ({ ...one, purpose: `${LONG_WORD}_${one.purpose}` })),
  };
}

/** A file of tables with very long names. */
export function longTablesFile(): TwinTablesFile {
  const { file, tables, relations } = twinTablesFile();
  return {
    file: { ...file, name: `${LONG_WORD}-${file.name}` },
    tables: tables.map(longTable),
    relations: relations.map(longRelation),
  };
}
