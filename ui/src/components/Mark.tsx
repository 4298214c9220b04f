/** Muster's mark: what is left after each condition. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 22 22" aria-hidden="true">
      <g fill="currentColor">
        <rect x="2" y="3" width="18" height="3.5" rx="1.75" />
        <rect x="2" y="9.25" width="12" height="3.5" rx="1.75" />
        <rect x="2" y="15.5" width="6" height="3.5" rx="1.75" />
      </g>
    </svg>
  );
}
