import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect } from "react";
import { keys } from "../api";
import { useNavigation } from "../components";
import { useWords } from "../i18n";

const SegmentEditor = lazy(async () => ({ default: (await import("../features/builder")).SegmentEditor }));

/** One segment in the editor. What was edited shows in the list as soon as one is back. */
export function EditorPlace({ id }: { id: number }) {
  const words = useWords();
  const client = useQueryClient();
  const { go } = useNavigation();
  useEffect(
    () => () => {
      void client.invalidateQueries({ queryKey: keys.segments });
      void client.invalidateQueries({ queryKey: keys.segmentCount(id) });
    },
    [client, id],
  );
  return (
    <Suspense fallback={<main className="page" aria-busy="true" aria-label={words.t("app.editorLoading")} />}>
      <SegmentEditor id={id} onBack={() => void go({ at: "segments" })} />
    </Suspense>
  );
}
