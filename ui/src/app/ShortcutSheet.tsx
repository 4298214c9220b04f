import { Dialog } from "../components";
import { type MessageKey, useWords } from "../i18n";
import { keyName } from "./useKeys";

const EVERYWHERE: [keys: string[], does: MessageKey][] = [
  [["Ctrl K"], "keys.find"],
  [["?"], "keys.sheet"],
];

const EDITOR: [keys: string[], does: MessageKey][] = [
  [["/"], "keys.palette"],
  [["↑", "↓"], "keys.updown"],
  [["Enter"], "keys.enter"],
  [["Space"], "keys.space"],
  [["Alt ↑", "Alt ↓"], "keys.alt"],
  [["Ctrl G", "Ctrl Shift G"], "keys.group"],
  [["Ctrl D", "C", "X", "V"], "keys.copy"],
  [["M", "N"], "keys.mute"],
  [["Delete"], "keys.delete"],
  [["Ctrl Z", "Ctrl Shift Z"], "keys.undo"],
  [["F6"], "keys.zone"],
  [["Ctrl E"], "keys.export"],
];

/** Every key and what it does. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const words = useWords();
  const list = (title: MessageKey, rows: [string[], MessageKey][]) => (
    <section>
      <h3 className="h2">{words.t(title)}</h3>
      <dl className="keys">
        {rows.map(([keys, does]) => (
          <div key={does}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{keyName(key)}</kbd>
              ))}
            </dt>
            <dd className="t2">{words.t(does)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
  return (
    <Dialog title={words.t("app.shortcuts")} onClose={onClose}>
      {list("keys.everywhere", EVERYWHERE)}
      {list("keys.editor", EDITOR)}
    </Dialog>
  );
}
