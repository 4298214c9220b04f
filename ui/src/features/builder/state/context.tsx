import { createContext, type ReactNode, useContext } from "react";
import type { Catalog } from "../../../api";
import type { Counting } from "./counting";
import type { Editor, EditorState } from "./editor";
import { useStore } from "./store";

const EditorContext = createContext<Editor | null>(null);
const CatalogContext = createContext<Catalog | undefined>(undefined);

/** Hands one open segment and the workspace's catalog to everything below. */
export function EditorProvider({
  editor,
  catalog,
  children,
}: {
  editor: Editor;
  catalog: Catalog | undefined;
  children: ReactNode;
}) {
  return (
    <EditorContext value={editor}>
      <CatalogContext value={catalog}>{children}</CatalogContext>
    </EditorContext>
  );
}

/** The open segment. */
export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  if (!editor) throw new Error("useEditor needs an EditorProvider above it");
  return editor;
}

/** What this workspace holds; none while it is being read. */
export function useCatalog(): Catalog | undefined {
  return useContext(CatalogContext);
}

/** A part of the editor's state; the caller renders again only when that part is another value. */
export function useEditorState<V>(select: (state: EditorState) => V): V {
  return useStore(useEditor().store, select);
}

/** A part of how the count stands. */
export function useCounting<V>(select: (counting: Counting) => V): V {
  return useStore(useEditor().counter.store, select);
}
