import { useEffect, useRef, useState } from "react";
import { type FilesDropped, useApi } from "../api";
import { Icon } from "../components";
import { useWords } from "../i18n";

type DropOverlayProps = { hint: string; onDrop: (drop: FilesDropped) => void };

/** Files held over the window: says what a drop will do, before the drop. */
export function DropOverlay({ hint, onDrop }: DropOverlayProps) {
  const api = useApi();
  const words = useWords();
  const [held, setHeld] = useState<number | null>(null);
  const dropped = useRef(onDrop);
  dropped.current = onDrop;

  useEffect(() => {
    const stops = [
      api.onFilesHover((count) => setHeld(count)),
      api.onFilesLeft(() => setHeld(null)),
      api.onFilesDropped((drop) => {
        setHeld(null);
        dropped.current(drop);
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [api]);

  if (held === null) return null;
  return (
    <div className="drop-overlay" role="status">
      <div>
        <div className="said">
          <Icon name="download" size="l" />
          <p className="b">{held > 0 ? words.t("app.drop", { n: held }) : words.t("app.dropAny")}</p>
          <p className="fine">{hint}</p>
        </div>
      </div>
    </div>
  );
}
