import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { addressOf, type Route, routeOf } from "./routes";

/** Asked before the place changes: true lets it. */
export type Guard = () => Promise<boolean>;

type Navigation = {
  route: Route;
  /** Goes to a place, unless a guard holds the person back; answers whether it went. */
  go(route: Route): Promise<boolean>;
  /** Asks whether the person may leave the place, for what takes them out of it otherwise (another workspace). */
  mayLeave(): Promise<boolean>;
  /** Asks first whenever the place is about to change. */
  guard(guard: Guard): () => void;
};

const NavigationContext = createContext<Navigation | null>(null);

/** Keeps the place in the window's address, so that a reload comes back to it. */
export function NavigationProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState(() => window.location.hash);
  const allowed = useRef(shown);
  const guards = useRef(new Set<Guard>());

  const show = useCallback((address: string) => {
    allowed.current = address;
    window.location.hash = address;
    setShown(address);
  }, []);

  const mayLeave = useCallback(async () => {
    for (const guard of guards.current) if (!(await guard())) return false;
    return true;
  }, []);

  const go = useCallback(
    async (route: Route) => {
      const next = addressOf(route);
      if (next === allowed.current) return true;
      if (!(await mayLeave())) return false;
      show(next);
      return true;
    },
    [mayLeave, show],
  );

  // Back and forward change the address by themselves: they are held to the same question.
  useEffect(() => {
    const changed = async () => {
      const next = window.location.hash;
      if (next === allowed.current) return;
      if (guards.current.size > 0) {
        window.location.hash = allowed.current;
        if (!(await mayLeave())) return;
      }
      show(next);
    };
    window.addEventListener("hashchange", changed);
    return () => window.removeEventListener("hashchange", changed);
  }, [mayLeave, show]);

  const guard = useCallback((one: Guard) => {
    guards.current.add(one);
    return () => {
      guards.current.delete(one);
    };
  }, []);

  const value = useMemo(() => ({ route: routeOf(shown), go, mayLeave, guard }), [shown, go, mayLeave, guard]);
  return <NavigationContext value={value}>{children}</NavigationContext>;
}

export function useNavigation(): Navigation {
  const navigation = useContext(NavigationContext);
  if (!navigation) throw new Error("useNavigation needs a NavigationProvider above it");
  return navigation;
}

/** Asks before leaving while `active`. Closing the window asks by itself: the shell knows of running jobs. */
export function useLeaveGuard(active: boolean, ask: Guard): void {
  const { guard } = useNavigation();
  const asking = useRef(ask);
  asking.current = ask;
  useEffect(() => {
    if (!active) return;
    return guard(() => asking.current());
  }, [active, guard]);
}
