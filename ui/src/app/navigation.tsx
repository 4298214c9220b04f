import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useSyncExternalStore,
} from "react";
import { addressOf, type Route, routeOf } from "./routes";

/** Asked before the place changes: true lets it. */
export type Guard = () => Promise<boolean>;

type Navigation = {
  route: Route;
  /** Goes to a place, unless a guard holds the person back. */
  go(route: Route): Promise<boolean>;
  /** Asks first whenever the place is about to change. */
  guard(guard: Guard): () => void;
};

const NavigationContext = createContext<Navigation | null>(null);

function watchAddress(changed: () => void): () => void {
  window.addEventListener("hashchange", changed);
  return () => window.removeEventListener("hashchange", changed);
}

const address = () => window.location.hash;

/** Keeps the place in the window's address, so that a reload comes back to it. */
export function NavigationProvider({ children }: { children: ReactNode }) {
  const now = useSyncExternalStore(watchAddress, address);
  const guards = useRef(new Set<Guard>());

  const go = useCallback(async (route: Route) => {
    const next = addressOf(route);
    if (next === address()) return true;
    for (const guard of guards.current) if (!(await guard())) return false;
    window.location.hash = next;
    return true;
  }, []);

  const guard = useCallback((one: Guard) => {
    guards.current.add(one);
    return () => {
      guards.current.delete(one);
    };
  }, []);

  const value = useMemo(() => ({ route: routeOf(now), go, guard }), [now, go, guard]);
  return <NavigationContext value={value}>{children}</NavigationContext>;
}

export function useNavigation(): Navigation {
  const navigation = useContext(NavigationContext);
  if (!navigation) throw new Error("useNavigation needs a NavigationProvider above it");
  return navigation;
}

/** Asks before leaving while `active`; also where the whole window would reload. */
export function useLeaveGuard(active: boolean, ask: Guard): void {
  const { guard } = useNavigation();
  const asking = useRef(ask);
  asking.current = ask;
  useEffect(() => {
    if (!active) return;
    const stop = guard(() => asking.current());
    const beforeUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", beforeUnload);
    return () => {
      stop();
      window.removeEventListener("beforeunload", beforeUnload);
    };
  }, [active, guard]);
}
