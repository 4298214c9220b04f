import { type ReactNode, useId } from "react";

type Column = { label: string; look?: "num" | "after-num"; width?: "num" | "edited" | "half" };

type PartProps = {
  title: string;
  about?: string;
  /** Columns of its table, the wide one first. */
  columns?: Column[];
  /** The rows of its table, or what stands in its place. */
  children: ReactNode;
  className?: string;
  footer?: ReactNode;
};

/** One part of the Data room: a heading and a table under it. */
export function Part({ title, about, columns, children, className, footer }: PartProps) {
  const id = useId();
  return (
    <section className="data-part" aria-labelledby={id}>
      <h2 id={id}>
        {title} {about && <span className="fine">{about}</span>}
      </h2>
      {columns ? (
        <table className={`seg-table ${className ?? ""}`} aria-labelledby={id}>
          <colgroup>
            {columns.map(({ label, width }) => (
              <col key={label} className={width && `w-${width}`} />
            ))}
          </colgroup>
          <thead>
            <tr>
              {columns.map(({ label, look }) => (
                <th key={label} scope="col" className={look}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      ) : (
        children
      )}
      {footer}
    </section>
  );
}

/** The first cell of a row: its name, and a line about it. */
export function Name({ name, about }: { name: ReactNode; about?: ReactNode }) {
  const title = typeof name === "string" ? name : undefined;
  return (
    <td className="two-lines">
      <span className="name cut" title={title}>
        <bdi>{name}</bdi>
      </span>
      {about && <span className="sentence">{about}</span>}
    </td>
  );
}
