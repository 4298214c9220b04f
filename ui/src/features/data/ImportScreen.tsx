import { useCallback, useEffect, useRef, useState } from "react";
import { Button, Dialog, useLeaveGuard } from "../../components";
import { useWords } from "../../i18n";
import { FilesStep } from "./FilesStep";
import { useImports } from "./imports";
import { LookStep } from "./LookStep";
import { RunStep } from "./RunStep";

/** Importing files, one after the other: look, import, report. Leaving while one is imported asks. */
export function ImportScreen() {
  const words = useWords();
  const imports = useImports();
  const { items, current } = imports.queue;
  const item = items.find((one) => one.file.handle === current) ?? items[0];
  const running = items.find((one) => one.phase === "running");
  const [asking, setAsking] = useState(false);
  const answer = useRef<((leave: boolean) => void) | null>(null);

  useLeaveGuard(running !== undefined, () => {
    setAsking(true);
    return new Promise<boolean>((done) => {
      answer.current = done;
    });
  });

  const settle = useCallback((leave: boolean) => {
    setAsking(false);
    answer.current?.(leave);
    answer.current = null;
  }, []);

  const stopAndLeave = async () => {
    await imports.end();
    settle(true);
  };

  // The import ended while the question stood: nothing would be lost any more, so the person goes where they wanted to.
  useEffect(() => {
    if (!running) settle(true);
  }, [running, settle]);

  const others = items.filter((one) => one !== item);
  return (
    <>
      {!item && <FilesStep />}
      {item?.phase === "look" && <LookStep key={item.file.handle} item={item} others={others} />}
      {item && item.phase !== "look" && <RunStep item={item} items={items} />}
      {asking && (
        <Dialog
          title={words.t("import.leaveTitle")}
          width="s"
          onClose={() => settle(false)}
          footer={
            <>
              <Button look="danger" onClick={() => void stopAndLeave()}>
                {words.t("import.leaveGo")}
              </Button>
              <Button look="primary" data-autofocus onClick={() => settle(false)}>
                {words.t("import.leaveStay")}
              </Button>
            </>
          }
        >
          <p className="t2">{words.t("import.leaveText")}</p>
        </Dialog>
      )}
    </>
  );
}
