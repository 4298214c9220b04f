import { useRef, useState } from "react";
import {
  type AppError,
  type ExportReport,
  type ExportRequest,
  isCancelled,
  type JobProgress,
  toAppError,
  useApi,
} from "../../api";

export type ExportState =
  | { at: "choosing"; error: AppError | null; cancelled: boolean }
  | { at: "running"; job: number; progress: JobProgress | null; cancelling: boolean }
  | { at: "done"; report: ExportReport };

/** Job numbers of exports count apart from those of imports. */
let lastJob = 1_000_000;

/** One export: choose, write, report. A cancelled or failed one leaves no file and comes back to choosing. */
export function useExport() {
  const api = useApi();
  const [state, setState] = useState<ExportState>({ at: "choosing", error: null, cancelled: false });
  const current = useRef(0);

  const run = async (request: Omit<ExportRequest, "job">) => {
    lastJob += 1;
    const job = lastJob;
    current.current = job;
    setState({ at: "running", job, progress: null, cancelling: false });
    try {
      const report = await api.exportRun({ ...request, job }, (progress) =>
        setState((before) => (before.at === "running" && before.job === job ? { ...before, progress } : before)),
      );
      setState(report ? { at: "done", report } : { at: "choosing", error: null, cancelled: false });
    } catch (thrown) {
      if (isCancelled(thrown)) setState({ at: "choosing", error: null, cancelled: true });
      else setState({ at: "choosing", error: toAppError(thrown), cancelled: false });
    }
  };

  const cancel = () => {
    setState((before) => (before.at === "running" ? { ...before, cancelling: true } : before));
    void api.cancelJob(current.current);
  };

  return { state, run, cancel };
}
