import {
  createContext,
  type DependencyList,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useSyncExternalStore,
} from "react";
import type { IconName } from "../Icon";

/** Something the person can find and do with Ctrl K. */
export type Command = {
  id: string;
  label: string;
  icon: IconName;
  /** Shown at its end: a key. */
  keys?: string;
  run: () => void;
};

class CommandList {
  private readonly sources = new Map<object, Command[]>();
  private readonly listeners = new Set<() => void>();
  private all: Command[] = [];

  set(source: object, commands: Command[] | null): void {
    if (commands) this.sources.set(source, commands);
    else this.sources.delete(source);
    this.all = [...this.sources.values()].flat();
    for (const listener of this.listeners) listener();
  }

  readonly read = (): Command[] => this.all;

  readonly watch = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}

const CommandsContext = createContext<CommandList | null>(null);

export function CommandsProvider({ children }: { children: ReactNode }) {
  const list = useMemo(() => new CommandList(), []);
  return <CommandsContext value={list}>{children}</CommandsContext>;
}

function useList(): CommandList {
  const list = useContext(CommandsContext);
  if (!list) throw new Error("commands need a CommandsProvider above them");
  return list;
}

/** Offers commands while the calling component is shown. */
export function useCommands(make: () => Command[], deps: DependencyList): void {
  const list = useList();
  const source = useRef({});
  // The caller says what its commands depend on, as with useMemo.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const mine = source.current;
    list.set(mine, make());
    return () => list.set(mine, null);
  }, [list, ...deps]);
}

/** Every command offered now. */
export function useAllCommands(): Command[] {
  const list = useList();
  return useSyncExternalStore(list.watch, list.read);
}
